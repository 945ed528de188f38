import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, PauseCircleRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Synchronization } from '../../../api/client.ts';
import { elapsed } from '../../../language/duration.ts';
import { useFormat } from '../../../language/format.ts';
import { useDuration } from '../../../language/use-duration.ts';
import { VisuallyHidden } from '../../../components/visually-hidden.tsx';
import { useNow } from '../use-now.ts';
import type { Copies } from '../../../components/service.ts';
import { usePhaseName } from '../../../components/use-phase-name.ts';
import type { PhaseEntry } from './phases.ts';
import { ReadProgressBar } from './read-progress-bar.tsx';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
  },
  entry: { display: 'flex', gap: tokens.spacingHorizontalM, minHeight: '2.5rem' },
  sign: {
    flexShrink: 0,
    display: 'grid',
    placeItems: 'center',
    width: '1.5rem',
    height: '1.5rem',
    fontSize: '1.5rem',
    color: tokens.colorNeutralForeground4,
  },
  done: { color: tokens.colorStatusSuccessForeground1 },
  words: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    gap: tokens.spacingVerticalXXS,
    minWidth: 0,
  },
  upcoming: { color: tokens.colorNeutralForeground3 },
  times: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** The phases with their start times and durations. */
export function PhaseList(props: {
  copies: Copies;
  phases: readonly PhaseEntry[];
  synchronization: Synchronization | null;
}) {
  const { copies, phases, synchronization } = props;
  const nameOf = usePhaseName(copies);
  const { t } = useTranslation('progress');
  const styles = useStyles();
  return (
    <ol className={styles.list} aria-label={t('phases')}>
      {phases.map((entry) => (
        <li key={entry.phase} className={styles.entry}>
          <Sign state={entry.state} />
          <div className={styles.words}>
            <Text
              weight={entry.state === 'running' ? 'semibold' : 'regular'}
              className={mergeClasses(entry.state === 'upcoming' && styles.upcoming)}
            >
              {nameOf(entry.phase)}
              <VisuallyHidden>, {t(`phaseState.${entry.state}`)}</VisuallyHidden>
            </Text>
            <Times entry={entry} />
            {entry.phase === 'users' && entry.state === 'running' && synchronization && (
              <ReadProgressBar synchronization={synchronization} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Sign({ state }: { state: PhaseEntry['state'] }) {
  const styles = useStyles();
  const className = mergeClasses(styles.sign, state === 'done' && styles.done);
  return (
    <span className={className} aria-hidden>
      {state === 'running' && <Spinner size="tiny" />}
      {state === 'done' && <CheckmarkCircleFilled />}
      {state === 'upcoming' && <CircleRegular />}
      {state === 'stopped' && <PauseCircleRegular />}
    </span>
  );
}

function Times({ entry: { startedAt, endedAt, state } }: { entry: PhaseEntry }) {
  const { t } = useTranslation('progress');
  const formatDuration = useDuration();
  const styles = useStyles();
  const format = useFormat();
  const now = useNow(state === 'running');
  if (startedAt === null) return null;
  const duration = formatDuration(elapsed(startedAt, endedAt, now));
  return (
    <Text size={200} className={styles.times}>
      {t('begun', { time: format.time(startedAt) })} ·{' '}
      {endedAt === null ? t('since', { duration }) : t('took', { duration })}
    </Text>
  );
}
