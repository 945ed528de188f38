import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { Section } from '../../../components/section.tsx';
import { copiesOf } from '../../../components/service.ts';
import { useServicesOfMethod } from '../../../components/use-services-of-method.ts';
import { useFormat } from '../../../language/format.ts';
import { ScheduleForm } from './schedule-form.tsx';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '46rem' },
});

/** The daily synchronization schedule. With selected users, the reason why there is none. */
export function ScheduleSection({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { method, service, state } = account;
  const copies = copiesOf(service);
  const services = useServicesOfMethod(account);
  if (state === 'removing' || state === 'removed') return null;
  return (
    <Section title={t('schedule.title')}>
      {method === 'selected' && <Text>{t(`schedule.none.${copies}`, { services })}</Text>}
      {method === null && <Text>{t('schedule.later')}</Text>}
      {method === 'all' && (
        <>
          <Text className={styles.lead}>{t(`schedule.lead.${copies}`)}</Text>
          <Editable account={account} />
          <Next at={account.nextSynchronizationAt} />
        </>
      )}
    </Section>
  );
}

function Editable({ account }: { account: Account }) {
  const { t } = useTranslation('synchronizations');
  const { schedule } = account;
  if (useCanEdit()) return <ScheduleForm account={account} />;
  return <Text>{schedule ? t('schedule.daily', { ...schedule }) : t('schedule.off')}</Text>;
}

function Next({ at }: { at: string | null }) {
  const { t } = useTranslation('synchronizations');
  const { dateTime } = useFormat();
  if (!at) return null;
  return <Text>{t('schedule.next', { when: dateTime(at) })}</Text>;
}
