import { makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { Panel } from './panel.tsx';

const useStyles = makeStyles({
  panel: {
    padding: tokens.spacingHorizontalXXL,
    gap: tokens.spacingVerticalL,
    minWidth: 0,
    '@media (max-width: 40rem)': { padding: tokens.spacingHorizontalL },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  titles: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexGrow: 1,
    minWidth: 0,
  },
  // Keeps its size beside a heading of two lines.
  mark: { display: 'inline-flex', flexShrink: 0 },
  title: { margin: 0, overflowWrap: 'anywhere', minWidth: 0 },
});

/** A group with a heading that names it. `mark` is shown before the heading, `aside` after it. */
export function Section(props: {
  title: ReactNode;
  mark?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { title, mark, aside, children } = props;
  const styles = useStyles();
  const heading = useId();
  return (
    <Panel role="group" aria-labelledby={heading} className={styles.panel}>
      <div className={styles.head}>
        <div className={styles.titles}>
          {mark && <span className={styles.mark}>{mark}</span>}
          <Subtitle1 as="h2" id={heading} className={styles.title}>
            {title}
          </Subtitle1>
        </div>
        {aside}
      </div>
      {children}
    </Panel>
  );
}
