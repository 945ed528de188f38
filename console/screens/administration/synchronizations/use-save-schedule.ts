import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../../domain/schedule.ts';
import { type AccountReference, accountApi } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useShowChange } from '../../../api/use-show-change.ts';
import { useAnnounce } from '../../../components/announcer.tsx';

/** Saves the schedule and shows it immediately. The next synchronization's time arrives with the live events. */
export function useSaveSchedule(reference: AccountReference) {
  const show = useShowChange(reference);
  const announce = useAnnounce();
  const { t } = useTranslation('synchronizations');
  return useMutation({
    mutationFn: (schedule: Schedule | null) =>
      contentOf(accountApi.schedule.$put({ param: reference, json: schedule })),
    onSuccess: ({ schedule }) => {
      show({ schedule, nextSynchronizationAt: null });
      announce(t('schedule.saved'));
    },
  });
}
