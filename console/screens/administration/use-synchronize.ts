import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AccountReference, accountApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { useAnnounce } from '../../components/announcer.tsx';

/** Requests a synchronization. Its outcome arrives with the live events. */
export function useSynchronize({ organizationId, service }: AccountReference) {
  const announce = useAnnounce();
  const { t } = useTranslation('administration');
  return useMutation({
    mutationFn: () =>
      contentOf(accountApi.synchronizations.$post({ param: { organizationId, service } })),
    onSuccess: ({ joined }) =>
      announce(joined ? t('synchronizationJoined') : t('synchronizationAsked')),
  });
}
