import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  icon: { fontSize: '2.5rem', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  title: { margin: 0, textAlign: 'center' },
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '30rem', textAlign: 'center' },
});

/** Explains why there is nothing to show and what to do about it. */
export function EmptyView(props: {
  icon: ReactElement;
  title: string;
  lead?: string;
  children?: ReactNode;
}) {
  const { icon, title, lead, children } = props;
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Subtitle2 as="h2" className={styles.title}>
        {title}
      </Subtitle2>
      {lead && <Text className={styles.lead}>{lead}</Text>}
      {children}
    </div>
  );
}
