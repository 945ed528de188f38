/** The running synchronization. */
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { isFailureType } from '../../../../domain/failures.ts';
import type { Account, Synchronization } from '../../../api/client.ts';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../language/format.ts';
import { ConsentsSummary } from '../consents/consents-summary.tsx';
import { Section } from '../../../components/section.tsx';
import { Figures } from './figures.tsx';
import { copiesOf, sitesOf } from '../../../components/service.ts';
import { usePhaseName } from '../../../components/use-phase-name.ts';
import { PhaseList } from './phase-list.tsx';
import { phasesOf } from './phases.ts';

export function ProgressPart({ account }: { account: Account }) {
  const { t } = useTranslation('progress');
  const { method, service } = account;
  const copies = copiesOf(service);
  const phaseName = usePhaseName(copies);
  // Before the new synchronization starts, do not show the previous one.
  const synchronization = account.state === 'synchronizing' ? account.synchronization : null;
  const phases = phasesOf(synchronization, { copies, method });
  const counts = useCounts(synchronization, account);
  const running = phases.find(({ state }) => state === 'running');
  useAnnounceChange(
    running ? t('announceRunning', { phase: phaseName(running.phase) }) : t('starting'),
  );
  return (
    <>
      <ConsentsSummary account={account} />
      <Section title={t('title')}>
        <Text>{t(`lead.${method ?? 'all'}.${copies}`)}</Text>
        {synchronization?.waiting && <Waiting waiting={synchronization.waiting} />}
        <PhaseList copies={copies} phases={phases} synchronization={synchronization} />
        <Figures figures={counts} />
      </Section>
    </>
  );
}

/** Counts read so far. With selected users there are no groups. */
function useCounts(synchronization: Synchronization | null, { service, method }: Account) {
  const { t } = useTranslation('progress');
  const sites = sitesOf(service);
  if (sites) return [{ name: t(`sites.${sites}`), value: synchronization?.sites ?? 0 }];
  const users = { name: t('users'), value: synchronization?.users ?? 0 };
  if (method === 'selected') return [users];
  return [
    users,
    { name: t('groups'), value: synchronization?.groups ?? 0 },
    { name: t('memberships'), value: synchronization?.memberships ?? 0 },
  ];
}

/** Why the synchronization is waiting, and when the next attempt is. */
function Waiting({ waiting }: { waiting: NonNullable<Synchronization['waiting']> }) {
  const { t } = useTranslation(['progress', 'failures']);
  const time = useFormat().time(waiting.until);
  const reason = isFailureType(waiting.reason) ? waiting.reason : 'MicrosoftUnavailable';
  const sentence = t(`failures:${reason}`);
  return (
    <Notice intent="warning">
      {sentence} {t('nextTry', { time })}
    </Notice>
  );
}
