import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Service } from '../../../../domain/services/services.ts';
import type { Account, Synchronization } from '../../../api/client.ts';
import { copiesOf, sitesOf } from '../../../components/service.ts';
import { useServicesOfMethod } from '../../../components/use-services-of-method.ts';
import { useFormat } from '../../../language/format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { elapsed } from '../../../language/duration.ts';
import { Section } from '../../../components/section.tsx';
import { useDuration } from '../../../language/use-duration.ts';
import { OutcomeBadge } from '../synchronizations/outcome-badge.tsx';
import { mailboxCountsOf } from '../synchronizations/mailbox-counts-of.ts';
import { SynchronizationPhases } from './synchronization-phases.tsx';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

/** The last or current synchronization. */
export function SynchronizationFacts({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'synchronizations']);
  const { service, synchronization, method } = account;
  const services = useServicesOfMethod(account);
  return (
    <Section
      title={t('synchronization.title')}
      aside={synchronization && <OutcomeBadge synchronization={synchronization} />}
    >
      {synchronization ? (
        <SynchronizationDetails service={service} synchronization={synchronization} />
      ) : (
        <Text className={styles.quiet}>{t('synchronization.none')}</Text>
      )}
      {method === 'selected' && (
        <Text className={styles.quiet}>
          {t(`synchronizations:schedule.none.${copiesOf(service)}`, { services })}
        </Text>
      )}
    </Section>
  );
}

function SynchronizationDetails(props: { service: Service; synchronization: Synchronization }) {
  const { service, synchronization } = props;
  const { t } = useTranslation('administration');
  const counts = useCounts(service, synchronization);
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
        {counts.map(({ name, value }) => (
          <Fact key={name} term={name}>
            {number(value)}
          </Fact>
        ))}
      </Facts>
      <SynchronizationPhases service={service} synchronization={synchronization} />
    </>
  );
}

const COUNTS = ['groups', 'memberships', 'added', 'changed', 'removed'] as const;
const SITE_COUNTS = ['sites', 'sitesAdded', 'sitesChanged', 'sitesRemoved'] as const;

/** What was read, and what it changed. */
function useCounts(service: Service, synchronization: Synchronization) {
  const { t } = useTranslation('administration');
  const sites = sitesOf(service);
  const counted = sites
    ? SITE_COUNTS.map((of) => ({
        name: t(`synchronization.${of}.${sites}`),
        value: synchronization[of],
      }))
    : (['users', ...mailboxCountsOf(synchronization), ...COUNTS] as const).map((of) => ({
        name: t(`synchronization.${of}`),
        value: synchronization[of] ?? 0,
      }));
  return [...counted, { name: t('synchronization.skipped'), value: synchronization.skipped }];
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
