/** Shown when something failed that a person can have tried again. */
import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { ReasonSection } from '../../../components/reason-section.tsx';
import { useRequestCheck } from '../../../api/use-request-check.ts';
import { useAccountReference } from '../use-account.ts';

const useStyles = makeStyles({ retry: { alignSelf: 'flex-start' } });

export function RetryPart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const mayChange = useCanEdit();
  const announce = useAnnounce();
  const retry = useRequestCheck(useAccountReference());
  // The account changes when the workflow has processed the request, and this part may stay.
  const { reset } = retry;
  useEffect(reset, [account, reset]);
  const busy = retry.isPending || retry.isSuccess;
  const requestRetry = () =>
    retry.mutate(undefined, {
      onSuccess: () => announce(t('attention.retry.begun')),
    });
  return (
    <ReasonSection account={account}>
      {retry.error && <ProblemBar error={retry.error} />}
      {mayChange && (
        <Button
          appearance="primary"
          className={styles.retry}
          icon={busy ? <Spinner size="tiny" /> : undefined}
          disabledFocusable={busy}
          onClick={() => busy || requestRetry()}
        >
          {t('attention.retry.label')}
        </Button>
      )}
    </ReasonSection>
  );
}
