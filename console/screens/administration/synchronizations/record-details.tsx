import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../../domain/services/services.ts';
import type { Synchronization } from '../../../api/client.ts';
import { sitesOf } from '../../../components/service.ts';
import { elapsed } from '../../../language/duration.ts';
import { useFormat } from '../../../language/format.ts';
import { useDuration } from '../../../language/use-duration.ts';
import { CopyableId } from '../parts/copyable-id.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import { mailboxCountsOf } from './mailbox-counts-of.ts';

const useStyles = makeStyles({
  summary: {
    width: 'fit-content',
    minHeight: '1.5rem',
    cursor: 'pointer',
    color: tokens.colorBrandForegroundLink,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '1.5rem',
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  content: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalM,
    fontVariantNumeric: 'tabular-nums',
  },
});

interface RecordProps {
  readonly service: Service;
  readonly synchronization: Synchronization;
}

/** The duration of each phase, and the requests and resource units that the synchronization used. */
export function RecordDetails({ service, synchronization }: RecordProps) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { dateTime } = useFormat();
  const about = t('records.detailsOf', { when: dateTime(synchronization.startedAt) });
  return (
    <details>
      <summary className={styles.summary} aria-label={about}>
        {t('records.details')}
      </summary>
      <div className={styles.content}>
        <Phases service={service} synchronization={synchronization} />
        <Counts service={service} synchronization={synchronization} />
        {!sitesOf(service) && <Memberships synchronization={synchronization} />}
        <Facts>
          <Fact term={t('fact.run')}>
            <CopyableId id={synchronization.runId} label={t('fact.run')} />
          </Fact>
        </Facts>
      </div>
    </details>
  );
}

function Phases({ service, synchronization }: RecordProps) {
  const { t } = useTranslation('synchronizations');
  const sites = sitesOf(service) ?? 'sites';
  const { time } = useFormat();
  const duration = useDuration();
  return (
    <Facts small>
      <Fact term={t('fact.began')}>{time(synchronization.startedAt)}</Fact>
      {synchronization.phases.map(({ phase, startedAt, endedAt }) => (
        <Fact
          key={phase}
          term={phase === 'sites' ? t(`fact.sitesPhase.${sites}`) : t(`fact.${phase}Phase`)}
        >
          {endedAt ? duration(elapsed(startedAt, endedAt)) : t('fact.running')}
        </Fact>
      ))}
      {synchronization.endedAt && (
        <Fact term={t('fact.ended')}>{time(synchronization.endedAt)}</Fact>
      )}
    </Facts>
  );
}

/** Shown only here: memberships change the most and matter the least. */
function Memberships({ synchronization }: { synchronization: Synchronization }) {
  const { t } = useTranslation('synchronizations');
  const { outcome, method, membershipsAdded: added, membershipsRemoved: removed } = synchronization;
  if (outcome !== 'published' || method !== 'all') return null;
  return <Text>{t('records.membershipsLine', { added, removed })}</Text>;
}

const COUNTS = ['requests', 'resourceUnits', 'pages'] as const;

function Counts({ service, synchronization }: RecordProps) {
  const { t } = useTranslation('synchronizations');
  const { number } = useFormat();
  const { users, groups, memberships, method } = synchronization;
  const sites = sitesOf(service);
  return (
    <Facts small>
      {sites ? (
        <Fact term={t(`fact.sitesRead.${sites}`)}>{number(synchronization.sites)}</Fact>
      ) : (
        <Fact term={t('fact.usersRead')}>{number(users)}</Fact>
      )}
      {method === 'all' && !sites && (
        <>
          <Fact term={t('fact.groupsRead')}>{number(groups)}</Fact>
          <Fact term={t('fact.membershipsRead')}>{number(memberships)}</Fact>
        </>
      )}
      {[...mailboxCountsOf(synchronization), ...COUNTS].map((count) => (
        <Fact key={count} term={t(`fact.${count}`)}>
          {number(synchronization[count] ?? 0)}
        </Fact>
      ))}
      <Fact term={t('fact.waited')}>
        <Waited synchronization={synchronization} />
      </Fact>
    </Facts>
  );
}

function Waited({
  synchronization: { throttled, waitedMs },
}: {
  synchronization: Synchronization;
}) {
  const { t } = useTranslation('synchronizations');
  const duration = useDuration();
  if (throttled === 0 && waitedMs === 0) return t('fact.never');
  // The pacer also waits before Microsoft throttles.
  if (throttled === 0) return duration(waitedMs);
  return t('fact.waitedTimes', { count: throttled, duration: duration(waitedMs) });
}
