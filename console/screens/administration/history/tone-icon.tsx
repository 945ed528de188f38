import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkRegular,
  CircleSmallFilled,
  ClockRegular,
  DeleteRegular,
  ErrorCircleRegular,
  PersonRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Tone } from './tone.ts';

const ICONS: Record<Tone, ReactElement> = {
  success: <CheckmarkRegular />,
  danger: <ErrorCircleRegular />,
  warning: <ClockRegular />,
  removal: <DeleteRegular />,
  person: <PersonRegular />,
  system: <CircleSmallFilled />,
};

const useStyles = makeStyles({
  icon: {
    display: 'grid',
    placeItems: 'center',
    width: '2rem',
    height: '2rem',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: '1rem',
  },
  success: {
    color: tokens.colorStatusSuccessForeground1,
    backgroundColor: tokens.colorStatusSuccessBackground1,
  },
  danger: {
    color: tokens.colorStatusDangerForeground1,
    backgroundColor: tokens.colorStatusDangerBackground1,
  },
  warning: {
    color: tokens.colorStatusWarningForeground1,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
  removal: {
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  person: { color: tokens.colorBrandForeground2, backgroundColor: tokens.colorBrandBackground2 },
  system: {
    color: tokens.colorNeutralForeground3,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

/** The kind of event as an icon. Decorative: the text next to it says the same. */
export function ToneIcon({ tone }: { tone: Tone }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.icon, styles[tone])} aria-hidden>
      {ICONS[tone]}
    </span>
  );
}
