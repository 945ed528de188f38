import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, WarningFilled } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../../domain/services/services.ts';
import type { Account } from '../../../api/client.ts';
import { VISUALLY_HIDDEN, VisuallyHidden } from '../../../components/visually-hidden.tsx';
import { targetOf } from '../../../components/service.ts';
import { type Step, type StepState, stepsOf } from './journey.ts';

const NARROW = '@media (max-width: 48rem)';

const useStyles = makeStyles({
  steps: {
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    [NARROW]: { gap: tokens.spacingHorizontalS },
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '2rem',
    [NARROW]: { minWidth: 0 },
    color: tokens.colorNeutralForeground3,
  },
  line: {
    flexGrow: 1,
    '::after': {
      content: '""',
      flexGrow: 1,
      height: '1px',
      minWidth: '1rem',
      backgroundColor: tokens.colorNeutralStroke2,
    },
    [NARROW]: { flexGrow: 0, '::after': { display: 'none' } },
  },
  unnamed: { [NARROW]: { flexShrink: 0 } },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  done: { color: tokens.colorNeutralForeground2 },
  name: { overflowWrap: 'break-word', [NARROW]: { overflowWrap: 'anywhere' } },
  nameHidden: { [NARROW]: VISUALLY_HIDDEN },
});

/** The steps with their states; on narrow screens only the current step shows its name. */
export function JourneySteps(props: { service: Service; account: Account | null }) {
  const { service, account } = props;
  const { t } = useTranslation('consents');
  const styles = useStyles();
  const steps = stepsOf(service, account);
  const named = steps.find(({ state }) => isNow(state)) ?? steps.at(account ? -1 : 0);
  return (
    <ol className={styles.steps} aria-label={t('journey.label')}>
      {steps.map(({ step, state }, index) => (
        <JourneyStep
          key={step}
          service={service}
          step={step}
          number={index + 1}
          state={state}
          named={step === named?.step}
          last={index === steps.length - 1}
        />
      ))}
    </ol>
  );
}

const isNow = (state: StepState) => state === 'current' || state === 'attention';

function JourneyStep(props: {
  service: Service;
  step: Step;
  number: number;
  state: StepState;
  named: boolean;
  last: boolean;
}) {
  const { service, step, number, state, named, last } = props;
  const { t } = useTranslation('consents');
  const name = useStepName(service, step);
  const styles = useStyles();
  const className = mergeClasses(
    styles.step,
    !last && styles.line,
    !named && styles.unnamed,
    state === 'done' && styles.done,
    isNow(state) && styles.current,
  );
  return (
    <li className={className} aria-current={isNow(state) ? 'step' : undefined}>
      <Mark state={state} number={number} />
      <span className={mergeClasses(styles.name, !named && styles.nameHidden)}>{name}</span>
      <VisuallyHidden>, {t(`journey.state.${state}`)}</VisuallyHidden>
    </li>
  );
}

function useStepName(service: Service, step: Step): string {
  const { t } = useTranslation(['consents', 'common']);
  if (step === 'targets') return t(`journey.targets.${targetOf(service)}`);
  if (step === 'synchronization') return t('journey.synchronization');
  return t('journey.consent', { consent: t(`common:consent.${step}`) });
}

const useMarkStyles = makeStyles({
  // Filled icons have padding of 1/12 on each side; this makes them as large as the circles.
  icon: { fontSize: '2rem', margin: '-2px', flexShrink: 0, display: 'block' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  attention: { color: tokens.colorStatusWarningForeground1 },
  number: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '1.75rem',
    height: '1.75rem',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  current: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: 'none',
  },
});

/** Icon for the state of a step, hidden from screen readers: the state is also given as text. */
export function Mark({ state, number }: { state: StepState; number: number }) {
  const styles = useMarkStyles();
  if (state === 'done') {
    return <CheckmarkCircleFilled aria-hidden className={mergeClasses(styles.icon, styles.done)} />;
  }
  if (state === 'attention') {
    return <WarningFilled aria-hidden className={mergeClasses(styles.icon, styles.attention)} />;
  }
  return (
    <span
      aria-hidden
      className={mergeClasses(styles.number, state === 'current' && styles.current)}
    >
      {number}
    </span>
  );
}
