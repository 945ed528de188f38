import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../../domain/schedule.ts';
import { type AccountReference, accountApi } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { servicesQuery } from '../../../api/queries.ts';
import { useAnnounce } from '../../../components/announcer.tsx';

/** Saves the schedule and shows it immediately. The next synchronization's time arrives with the live events. */
export function useSaveSchedule(reference: AccountReference) {
  const { organizationId, service } = reference;
  const cache = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('synchronizations');
  const { queryKey } = servicesQuery(organizationId);
  const show = (schedule: Schedule | null) =>
    cache.setQueryData(
      queryKey,
      (known) =>
        known && {
          services: known.services.map((entry) =>
            entry.service === service && entry.account
              ? { ...entry, account: { ...entry.account, schedule, nextSynchronizationAt: null } }
              : entry,
          ),
        },
    );
  return useMutation({
    mutationFn: (schedule: Schedule | null) =>
      contentOf(accountApi.schedule.$put({ param: reference, json: schedule })),
    onSuccess: ({ schedule }) => {
      show(schedule);
      announce(t('schedule.saved'));
    },
  });
}
