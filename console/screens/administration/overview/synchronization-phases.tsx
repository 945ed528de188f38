import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../../domain/services/services.ts';
import type { Synchronization } from '../../../api/client.ts';
import { copiesOf } from '../../../components/service.ts';
import { usePhaseName } from '../../../components/use-phase-name.ts';
import { useFormat } from '../../../language/format.ts';
import { elapsed } from '../../../language/duration.ts';
import { useDuration } from '../../../language/use-duration.ts';

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalS },
  title: { margin: 0 },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid' },
  phase: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: `0 ${tokens.spacingHorizontalL}`,
    padding: `${tokens.spacingVerticalS} 0`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    maxWidth: '36rem',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** When each phase of a synchronization started, and how long it took. */
export function SynchronizationPhases(props: {
  service: Service;
  synchronization: Synchronization;
}) {
  const { service, synchronization } = props;
  const nameOf = usePhaseName(copiesOf(service));
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { time } = useFormat();
  const duration = useDuration();
  const id = useId();
  if (synchronization.phases.length === 0) return null;
  return (
    <div className={styles.part}>
      <Subtitle2 as="h3" id={id} className={styles.title}>
        {t('synchronization.phases')}
      </Subtitle2>
      <ol className={styles.list} aria-labelledby={id}>
        {synchronization.phases.map(({ phase, startedAt, endedAt }) => (
          <li key={phase} className={styles.phase}>
            <Text>{nameOf(phase)}</Text>
            <Text className={styles.quiet}>
              {time(startedAt)} ·{' '}
              {endedAt ? duration(elapsed(startedAt, endedAt)) : t('synchronization.stillRunning')}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
}
