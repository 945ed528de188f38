import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AccountReference, accountApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { useShowChange } from '../../api/use-show-change.ts';
import { useAnnounce } from '../../components/announcer.tsx';

/** Names the mailbox of the quarantine check, null for the default, and shows it immediately. */
export function useNameMailbox(reference: AccountReference) {
  const show = useShowChange(reference);
  const announce = useAnnounce();
  const { t } = useTranslation('consents');
  return useMutation({
    mutationFn: (address: string | null) =>
      contentOf(accountApi['canary-mailbox'].$put({ param: reference, json: { address } })),
    onSuccess: ({ address }) => {
      show({ canaryMailbox: address });
      announce(address === null ? t('canary.defaulted') : t('canary.saved', { address }));
    },
  });
}
