/** Shown when something failed that a person can have tried again. */
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { WarningFilled } from '@fluentui/react-icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { useRequestCheck } from '../use-request-check.ts';

const useStyles = makeStyles({
  warning: { fontSize: '1.75rem', color: tokens.colorStatusWarningForeground1 },
  retry: { alignSelf: 'flex-start' },
});

type Failed = 'synchronizationFailed' | 'unexpectedFailure' | 'removalFailed';

export function RetryPart({ failed, account }: { failed: Failed; account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const mayChange = useCanEdit();
  const announce = useAnnounce();
  const retry = useRequestCheck();
  // The account changes when the workflow has processed the request, and this part may stay.
  const { reset } = retry;
  useEffect(reset, [account, reset]);
  const busy = retry.isPending || retry.isSuccess;
  const requestRetry = () =>
    retry.mutate(undefined, {
      onSuccess: () => announce(t('attention.retry.begun')),
    });
  return (
    <Section
      title={t(`attention.${failed}.title`)}
      mark={<WarningFilled aria-hidden className={styles.warning} />}
    >
      <Text>{t(`attention.${failed}.lead`)}</Text>
      <Text>{t(`attention.${failed}.how`)}</Text>
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
    </Section>
  );
}
