import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ErrorCircleFilled, InfoRegular, WarningFilled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  notice: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: '1px solid',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    lineHeight: tokens.lineHeightBase300,
  },
  error: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    ...borderOf(tokens.colorStatusDangerBorder1),
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    ...borderOf(tokens.colorStatusWarningBorder1),
  },
  info: {
    backgroundColor: tokens.colorNeutralBackground3,
    ...borderOf(tokens.colorNeutralStroke2),
  },
  icon: { display: 'inline-flex', alignSelf: 'flex-start', fontSize: '1.25rem' },
  errorIcon: { color: tokens.colorStatusDangerForeground1 },
  warningIcon: { color: tokens.colorStatusWarningForeground1 },
  infoIcon: { color: tokens.colorNeutralForeground2 },
  text: { flex: '1 1 12rem', minWidth: 0, overflowWrap: 'anywhere' },
});

const ICONS = { error: ErrorCircleFilled, warning: WarningFilled, info: InfoRegular } as const;

function borderOf(color: string) {
  return {
    borderTopColor: color,
    borderRightColor: color,
    borderBottomColor: color,
    borderLeftColor: color,
  };
}

/**
 * An inline error, warning or piece of information. Part of the first load, unlike Fluent's message bar: a lost
 * connection must be reported without loading anything.
 */
export function Notice(props: {
  intent: keyof typeof ICONS;
  className?: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const { intent, className, children, actions } = props;
  const styles = useStyles();
  const Icon = ICONS[intent];
  return (
    <div
      role={intent === 'error' ? 'alert' : 'status'}
      className={mergeClasses(styles.notice, styles[intent], className)}
    >
      <span className={mergeClasses(styles.icon, styles[`${intent}Icon`])} aria-hidden>
        <Icon />
      </span>
      <div className={styles.text}>{children}</div>
      {actions}
    </div>
  );
}
