import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../../domain/services/services.ts';
import type { Synchronization } from '../../../api/client.ts';
import { changesOf } from '../../../components/changes-of.ts';
import { copiesOf, sitesOf } from '../../../components/service.ts';
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

interface RecordProps {
  readonly service: Service;
  readonly synchronization: Synchronization;
}

/** One synchronization: when it ran, its outcome, what it read and changed. Details on demand. */
export function RecordItem({ service, synchronization }: RecordProps) {
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
      <HowRead service={service} synchronization={synchronization} />
      <Protected service={service} synchronization={synchronization} />
      <Changes service={service} synchronization={synchronization} />
      {synchronization.skipped > 0 && <SkippedItems synchronization={synchronization} />}
      <RecordDetails service={service} synchronization={synchronization} />
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

function HowRead({ service, synchronization }: RecordProps) {
  const { t } = useTranslation('synchronizations');
  const copies = copiesOf(service);
  const kind = readKindOf(synchronization);
  const reason = reasonOf(synchronization);
  return (
    <Text>
      {kind === 'selected' ? t(`read.selected.${copies}`) : t(`read.${kind}`)}{' '}
      {reason && t(`read.${reason}`)} {isUncounted(synchronization) && t('read.uncounted')}
    </Text>
  );
}

/** How much the publication protects. Of mailboxes: of how many users. */
function Protected({ service, synchronization }: RecordProps) {
  const { t } = useTranslation();
  const counts = useMailboxCounts();
  const sites = sitesOf(service);
  if (sites) {
    const published = synchronization.outcome === 'published';
    return published && <Text>{t(`counts.${sites}`, { count: synchronization.sites })}</Text>;
  }
  const { users, mailboxes, withoutMailbox, mailboxUnknown } = synchronization;
  if (mailboxes === null || withoutMailbox === null || mailboxUnknown === null) return null;
  return <Text>{counts.all({ users, mailboxes, withoutMailbox, mailboxUnknown })}</Text>;
}

function Changes({ service, synchronization }: RecordProps) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { outcome, method } = synchronization;
  const sites = sitesOf(service);
  const changes = changesOf(service, synchronization);
  if (outcome === 'running') return null;
  if (outcome !== 'published') {
    const kept = outcome === 'rejected';
    return (
      <Text className={styles.quiet}>{t(kept ? 'records.kept' : 'records.nothingPublished')}</Text>
    );
  }
  return (
    <div className={styles.changes}>
      <Text className={styles.quiet}>
        {sites ? t(`records.sitesLine.${sites}`, changes) : t('records.usersLine', changes)}
      </Text>
      {method === 'all' && !sites && (
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
