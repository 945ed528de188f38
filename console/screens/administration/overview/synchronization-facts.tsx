import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Account, Synchronization } from '../../../api/client.ts';
import { useFormat } from '../../../language/format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { elapsed } from '../../../language/duration.ts';
import { Section } from '../../../components/section.tsx';
import { useDuration } from '../../../language/use-duration.ts';
import { OutcomeBadge } from '../synchronizations/outcome-badge.tsx';
import { mailboxCountsOf } from '../synchronizations/mailbox-counts-of.ts';
import { SynchronizationPhases } from './synchronization-phases.tsx';

const COUNTS = ['groups', 'memberships', 'added', 'changed', 'removed', 'skipped'] as const;

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

/** The last or current synchronization. */
export function SynchronizationFacts({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'failures']);
  const { synchronization, method } = account;
  return (
    <Section
      title={t('synchronization.title')}
      aside={synchronization && <OutcomeBadge synchronization={synchronization} />}
    >
      {synchronization ? (
        <SynchronizationDetails synchronization={synchronization} />
      ) : (
        <Text className={styles.quiet}>{t('synchronization.none')}</Text>
      )}
      {method === 'selected' && (
        <Text className={styles.quiet}>{t('failures:SynchronizationNotAvailable')}</Text>
      )}
    </Section>
  );
}

function SynchronizationDetails({ synchronization }: { synchronization: Synchronization }) {
  const { t } = useTranslation('administration');
  const { number, dateTime } = useFormat();
  const duration = useDuration();
  return (
    <>
      <Waiting waiting={synchronization.waiting} />
      <Facts>
        <Fact term={t('synchronization.started')}>{dateTime(synchronization.startedAt)}</Fact>
        {synchronization.endedAt && (
          <>
            <Fact term={t('synchronization.ended')}>{dateTime(synchronization.endedAt)}</Fact>
            <Fact term={t('synchronization.duration')}>
              {duration(elapsed(synchronization.startedAt, synchronization.endedAt))}
            </Fact>
          </>
        )}
      </Facts>
      <Facts small>
        {(['users', ...mailboxCountsOf(synchronization), ...COUNTS] as const).map((count) => (
          <Fact key={count} term={t(`synchronization.${count}`)}>
            {number(synchronization[count] ?? 0)}
          </Fact>
        ))}
      </Facts>
      <SynchronizationPhases synchronization={synchronization} />
    </>
  );
}

function Waiting({ waiting }: Pick<Synchronization, 'waiting'>) {
  const { t } = useTranslation(['administration', 'failures']);
  const { time } = useFormat();
  if (!waiting || !isFailureType(waiting.reason)) return null;
  return (
    <Text>
      {t(`failures:${waiting.reason}`)}{' '}
      {t('synchronization.waiting', { time: time(waiting.until) })}
    </Text>
  );
}
