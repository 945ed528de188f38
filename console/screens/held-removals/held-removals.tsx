/** A synchronization held because it would remove too many: the counts, the decision and the full list. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { WarningFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useThisOrganization } from '../../api/session.ts';
import { PageLoading } from '../../components/page-loading.tsx';
import { Section } from '../../components/section.tsx';
import { useFormat } from '../../language/format.ts';
import { HeldDecisions } from './held-decisions.tsx';
import { type Held, heldSynchronizationOf } from './held.ts';
import { RemovalList } from './removal-list.tsx';

const useStyles = makeStyles({
  warning: { fontSize: '1.75rem', color: tokens.colorStatusWarningForeground1, flexShrink: 0 },
  counts: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXXL}`,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  lead: { maxWidth: '46rem' },
});

export function HeldRemovals({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const held = heldSynchronizationOf(account);
  return (
    <Section
      title={t('held.title')}
      mark={<WarningFilled aria-hidden className={styles.warning} />}
    >
      {/* The counts arrive with the same event as `attention`, or right after it. */}
      {held ? <Decision account={account} held={held} /> : <PageLoading />}
    </Section>
  );
}

function Decision({ account, held }: { account: Account; held: Held }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { dateTime } = useFormat();
  const { id: organizationId } = useThisOrganization();
  const reference = { organizationId, service: account.service };
  return (
    <>
      <Text className={styles.lead}>{t('held.lead', { when: dateTime(held.startedAt) })}</Text>
      <ul className={styles.counts}>
        {held.counts.map(({ key, ...count }) => (
          <li key={key}>{t(`held.${key}`, count)}</li>
        ))}
      </ul>
      <HeldDecisions reference={reference} held={held} />
      <RemovalList reference={reference} runId={held.runId} />
    </>
  );
}
