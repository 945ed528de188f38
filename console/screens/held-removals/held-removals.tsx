/** A synchronization held because it would remove too many: the counts, the decision and the full list. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { useThisOrganization } from '../../api/session.ts';
import { PageLoading } from '../../components/page-loading.tsx';
import { ReasonSection } from '../../components/reason-section.tsx';
import { HeldDecisions } from './held-decisions.tsx';
import { type Held, heldSynchronizationOf } from './held.ts';
import { RemovalList } from './removal-list.tsx';

const useStyles = makeStyles({
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
});

export function HeldRemovals({ account }: { account: Account }) {
  const held = heldSynchronizationOf(account);
  return (
    <ReasonSection account={account}>
      {/* The counts arrive with the same event as `attention`, or right after it. */}
      {held ? <Decision account={account} held={held} /> : <PageLoading />}
    </ReasonSection>
  );
}

function Decision({ account, held }: { account: Account; held: Held }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { id: organizationId } = useThisOrganization();
  const reference = { organizationId, service: account.service };
  return (
    <>
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
