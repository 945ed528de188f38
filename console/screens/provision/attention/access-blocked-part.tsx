/** Shown when Microsoft Entra issues no token although the consent is there: why, and whose turn it is. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { WarningFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { readingConsent } from '../../../../domain/consents.ts';
import type { Account } from '../../../api/client.ts';
import { Section } from '../../../components/section.tsx';
import { CheckReport } from '../consents/check-report.tsx';

const REASONS = [
  'applicationDisabled',
  'conditionalAccess',
  'credentialRejected',
  'tokenRefused',
] as const;

const useStyles = makeStyles({
  warning: { fontSize: '1.75rem', color: tokens.colorStatusWarningForeground1 },
  application: { overflowWrap: 'anywhere' },
});

export function AccessBlockedPart({ account }: { account: Account }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const reason = REASONS.find((each) => each === account.attention?.reason);
  const kind = account.attention?.consent ?? readingConsent(account.service);
  const consent = account.consents.find((each) => each.kind === kind);
  if (!reason || !consent) return null;
  const { check, clientId: application } = consent;
  return (
    <Section
      title={t(`attention.${reason}.title`)}
      mark={<WarningFilled aria-hidden className={styles.warning} />}
    >
      <Text>{t(`attention.${reason}.lead`)}</Text>
      <Text className={styles.application}>{t(`attention.${reason}.how`, { application })}</Text>
      {check && <CheckReport check={check} />}
    </Section>
  );
}
