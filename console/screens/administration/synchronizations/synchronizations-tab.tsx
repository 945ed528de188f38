import { makeStyles, tokens } from '@fluentui/react-components';
import type { Account } from '../../../api/client.ts';
import { useKeepFocus } from '../../provision/use-keep-focus.ts';
import { HeldRemovals } from '../../held-removals/held-removals.tsx';
import { waitsForDecision } from '../../held-removals/held.ts';
import { RecordsSection } from './records-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';

const useStyles = makeStyles({
  parts: {
    // One column that does not grow with its content.
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXL,
    ':focus': { outlineStyle: 'none' },
  },
});

/** The pending decision, the schedule, and the past synchronizations. */
export function SynchronizationsTab({ account }: { account: Account }) {
  const styles = useStyles();
  const held = waitsForDecision(account);
  const region = useKeepFocus<HTMLDivElement>(held ? 'held' : 'free');
  return (
    <div ref={region} tabIndex={-1} className={styles.parts}>
      {held && <HeldRemovals account={account} />}
      <ScheduleSection account={account} />
      <RecordsSection account={account} />
    </div>
  );
}
