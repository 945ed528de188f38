import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PersonalMailKind } from '../../../domain/mails.ts';
import { organizationApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { mailPreferencesQuery } from '../../api/queries.ts';
import { useAnnounce } from '../../components/announcer.tsx';

/** Switches a kind of mail on or off. The switch moves at once, and back if it could not be saved. */
export function useChooseMail(organizationId: string) {
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('mail');
  const { queryKey } = mailPreferencesQuery(organizationId);
  return useMutation({
    mutationFn: (choice: { kind: PersonalMailKind; wanted: boolean }) =>
      contentOf(
        organizationApi['mail-preferences'].$put({ param: { organizationId }, json: choice }),
      ),
    onMutate: async ({ kind, wanted }) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, (shown) =>
        shown === undefined
          ? shown
          : {
              ...shown,
              kinds: shown.kinds.map((each) => (each.kind === kind ? { kind, wanted } : each)),
            },
      );
    },
    onSuccess: () => announce(t('saved')),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}
