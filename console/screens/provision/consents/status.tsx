import { Badge, type BadgeProps, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Account, Consent } from '../../../api/client.ts';
import { useFormat } from '../../../language/format.ts';
import { statusTextOf } from './consent-status.ts';
import { shortName } from '../../../language/short-name.ts';

const COLORS: Readonly<Record<Consent['status'], BadgeProps['color']>> = {
  notStarted: 'subtle',
  waitingForAdministrator: 'informative',
  checking: 'informative',
  granted: 'success',
  notNeeded: 'success',
  declined: 'warning',
  refused: 'warning',
  expired: 'warning',
  revoked: 'warning',
};

const useStyles = makeStyles({
  badge: { padding: `0 ${tokens.spacingHorizontalS}` },
  lead: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  reason: { fontWeight: tokens.fontWeightSemibold },
  text: { overflowWrap: 'anywhere' },
});

/** The status as a badge. */
export function StatusBadge({ status }: { status: Consent['status'] }) {
  const { t } = useTranslation('consents');
  const styles = useStyles();
  return (
    <Badge appearance="tint" size="large" color={COLORS[status]} className={styles.badge}>
      {t(`status.${status}`)}
    </Badge>
  );
}

/** The status as a sentence: who, until when, reason of failure and what to do. */
export function StatusLead({ account, consent }: { account: Account; consent: Consent }) {
  const styles = useStyles();
  const { t } = useTranslation(['consents', 'failures']);
  const sentence = useLead(account, consent);
  const { code, diagnosis } = consent.failure ?? {};
  if (sentence === null) return null;
  return (
    <div className={styles.lead}>
      {isFailureType(code) && <Text className={styles.reason}>{t(`failures:${code}`)}</Text>}
      {diagnosis && (
        <Text className={styles.text} lang="en">
          {diagnosis}
        </Text>
      )}
      <Text className={styles.text} title={consent.administrator ?? undefined}>
        {sentence}
      </Text>
    </div>
  );
}

function useLead(account: Account, consent: Consent): string | null {
  const { t } = useTranslation('consents');
  const format = useFormat();
  const lead = statusTextOf(account, consent);
  const { administrator } = consent;
  const name = administrator === null ? t('step.whoever') : shortName(administrator);
  const until = consent.expiresAt ? format.dateTime(consent.expiresAt) : '';
  const when = format.dateTime(consent.changedAt);
  if (lead === null) return null;
  if (lead === 'waiting' && consent.administrator) {
    return t('statusLead.waitingWho', { name, until });
  }
  return t(`statusLead.${lead}`, { name, until, when });
}
