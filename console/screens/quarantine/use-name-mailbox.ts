import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AccountReference, accountApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { servicesQuery } from '../../api/queries.ts';
import { useAnnounce } from '../../components/announcer.tsx';

/** Names the mailbox of the quarantine check, null for the default, and shows it immediately. */
export function useNameMailbox(reference: AccountReference) {
  const { organizationId, service } = reference;
  const cache = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('consents');
  const { queryKey } = servicesQuery(organizationId);
  const show = (canaryMailbox: string | null) =>
    cache.setQueryData(
      queryKey,
      (known) =>
        known && {
          services: known.services.map((entry) =>
            entry.service === service && entry.account
              ? { ...entry, account: { ...entry.account, canaryMailbox } }
              : entry,
          ),
        },
    );
  return useMutation({
    mutationFn: (address: string | null) =>
      contentOf(accountApi['canary-mailbox'].$put({ param: reference, json: { address } })),
    onSuccess: ({ address }) => {
      show(address);
      announce(address === null ? t('canary.defaulted') : t('canary.saved', { address }));
    },
  });
}
