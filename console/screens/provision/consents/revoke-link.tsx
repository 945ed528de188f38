/** Ends a link before it is used. */
import { Button, Spinner } from '@fluentui/react-components';
import { LinkDismissRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { accountApi, type Consent } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { useAccountReference } from '../use-account.ts';

export function RevokeLink({ consent: { kind } }: { consent: Consent }) {
  const reference = useAccountReference();
  const announce = useAnnounce();
  const { t } = useTranslation('consents');
  const revoke = useMutation({
    mutationFn: () =>
      contentOf(accountApi.consents[':kind'].links.$delete({ param: { ...reference, kind } })),
    onSuccess: () => announce(t('link.revoked')),
  });
  return (
    <>
      <Button
        appearance="subtle"
        icon={revoke.isPending ? <Spinner size="tiny" /> : <LinkDismissRegular />}
        disabledFocusable={revoke.isPending}
        onClick={() => revoke.isPending || revoke.mutate()}
      >
        {t('link.revoke')}
      </Button>
      {revoke.error && <ProblemBar error={revoke.error} />}
    </>
  );
}
