import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Synchronization } from '../../../api/client.ts';
import { useMailboxCounts } from '../../../components/use-mailbox-counts.ts';
import { elapsed } from '../../../language/duration.ts';
import { useFormat } from '../../../language/format.ts';
import { useDuration } from '../../../language/use-duration.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import { isUncounted, readKindOf, reasonOf } from './read-kind.ts';
import { RecordDetails } from './record-details.tsx';
import { SkippedItems } from './skipped-items.tsx';

const useStyles = makeStyles({
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalL} 0`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    ':last-child': { paddingBottom: 0 },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
  title: { margin: 0 },
  changes: { display: 'flex', flexWrap: 'wrap', gap: `0 ${tokens.spacingHorizontalL}` },
  quiet: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** One synchronization: when it ran, its outcome, what it read and changed. Details on demand. */
export function RecordItem({ synchronization }: { synchronization: Synchronization }) {
  const styles = useStyles();
  const { dateTime } = useFormat();
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <Subtitle2 as="h3" className={styles.title}>
          <time dateTime={synchronization.startedAt}>{dateTime(synchronization.startedAt)}</time>
        </Subtitle2>
        <OutcomeBadge synchronization={synchronization} />
        <Took synchronization={synchronization} />
      </div>
      <HowRead synchronization={synchronization} />
      <Mailboxes synchronization={synchronization} />
      <Changes synchronization={synchronization} />
      {synchronization.skipped > 0 && <SkippedItems synchronization={synchronization} />}
      <RecordDetails synchronization={synchronization} />
    </li>
  );
}

function Took({ synchronization: { startedAt, endedAt } }: { synchronization: Synchronization }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const write = useDuration();
  const duration = write(elapsed(startedAt, endedAt));
  return (
    <Text size={200} className={styles.quiet}>
      {endedAt ? t('records.took', { duration }) : t('records.runningFor', { duration })}
    </Text>
  );
}

function HowRead({ synchronization }: { synchronization: Synchronization }) {
  const { t } = useTranslation('synchronizations');
  const reason = reasonOf(synchronization);
  return (
    <Text>
      {t(`read.${readKindOf(synchronization)}`)} {reason && t(`read.${reason}`)}{' '}
      {isUncounted(synchronization) && t('read.uncounted')}
    </Text>
  );
}

/** How many mailboxes the publication protects, of how many users. */
function Mailboxes({ synchronization }: { synchronization: Synchronization }) {
  const counts = useMailboxCounts();
  const { users, mailboxes, withoutMailbox, mailboxUnknown } = synchronization;
  if (mailboxes === null || withoutMailbox === null || mailboxUnknown === null) return null;
  return <Text>{counts.all({ users, mailboxes, withoutMailbox, mailboxUnknown })}</Text>;
}

function Changes({ synchronization }: { synchronization: Synchronization }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { outcome, method, added, changed, removed } = synchronization;
  if (outcome === 'running') return null;
  if (outcome !== 'published') {
    const kept = outcome === 'rejected';
    return (
      <Text className={styles.quiet}>{t(kept ? 'records.kept' : 'records.nothingPublished')}</Text>
    );
  }
  return (
    <div className={styles.changes}>
      <Text className={styles.quiet}>{t('records.usersLine', { added, changed, removed })}</Text>
      {method === 'all' && (
        <Text className={styles.quiet}>
          {t('records.groupsLine', {
            added: synchronization.groupsAdded,
            changed: synchronization.groupsChanged,
            removed: synchronization.groupsRemoved,
          })}
        </Text>
      )}
    </div>
  );
}
