import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, WarningFilled } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemovalStep } from '../../../../domain/account.ts';
import type { Account } from '../../../api/client.ts';
import { copiesOf } from '../../../components/service.ts';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { Section } from '../../../components/section.tsx';
import { removalProgress, type StepProgress } from './removal-steps.ts';

const useStyles = makeStyles({
  focused: { ':focus-visible': { outline: 'none' } },
  lead: { color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: tokens.spacingVerticalM,
  },
  step: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  icon: { display: 'grid', placeItems: 'center', width: '1.25rem', fontSize: '1.25rem' },
  failed: { color: tokens.colorStatusWarningForeground1 },
  done: { color: tokens.colorStatusSuccessForeground1 },
  pending: { color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The live progress of a removal, step by step. */
export function RemovalProgress({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const nameOf = useStepName(account);
  const panel = useRef<HTMLDivElement>(null);
  const steps = removalProgress(account.removalStep, account.attention !== null);
  const running = steps.find(({ progress }) => progress === 'current')?.step;
  useAnnounceChange(running ? nameOf(running) : t('removing.title'));
  // The clicked button is gone, and the focus would be lost.
  useEffect(() => panel.current?.focus(), []);
  return (
    <div ref={panel} tabIndex={-1} className={styles.focused}>
      <Section title={t('removing.title')}>
        {!account.attention && <Text className={styles.lead}>{t('removing.lead')}</Text>}
        <ol className={styles.list} aria-label={t('removing.steps')}>
          {steps.map(({ step, progress }) => (
            <li
              key={step}
              className={styles.step}
              aria-current={isAt(progress) ? 'step' : undefined}
            >
              <StepIcon progress={progress} />
              <Text weight={isAt(progress) ? 'semibold' : 'regular'}>{nameOf(step)}</Text>
              <Text size={200} className={styles.quiet}>
                {t(`removing.progress.${progress}`)}
              </Text>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}

function useStepName({ service }: Account) {
  const { t } = useTranslation('administration');
  return (step: RemovalStep): string =>
    step === 'deleteDirectory'
      ? t(`removing.step.deleteDirectory.${copiesOf(service)}`)
      : t(`removing.step.${step}`);
}

const isAt = (progress: StepProgress) => progress === 'current' || progress === 'failed';

function StepIcon({ progress }: { progress: StepProgress }) {
  const styles = useStyles();
  if (progress === 'current') {
    return (
      <span className={styles.icon} aria-hidden>
        <Spinner size="extra-tiny" />
      </span>
    );
  }
  if (progress === 'failed') {
    return (
      <span className={mergeClasses(styles.icon, styles.failed)} aria-hidden>
        <WarningFilled />
      </span>
    );
  }
  const done = progress === 'done';
  return (
    <span className={mergeClasses(styles.icon, done ? styles.done : styles.pending)} aria-hidden>
      {done ? <CheckmarkCircleFilled /> : <CircleRegular />}
    </span>
  );
}
