import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(19rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
  },
  small: { gridTemplateColumns: 'repeat(auto-fill, minmax(min(7rem, 100%), 1fr))' },
  fact: { minWidth: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  wide: { gridColumn: '1 / -1' },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** A definition list; `small` for short values such as a word or a number. */
export function Facts({ small = false, children }: { small?: boolean; children: ReactNode }) {
  const styles = useStyles();
  return <dl className={mergeClasses(styles.facts, small && styles.small)}>{children}</dl>;
}

/** `wide` takes a row of its own. */
export function Fact(props: { term: string; wide?: boolean; children: ReactNode }) {
  const { term, wide = false, children } = props;
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.fact, wide && styles.wide)}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
