/** Available Targets and Selected Targets with arrows between them. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Notice } from '../../../components/notice.tsx';
import { Arrows } from './arrows.tsx';
import { type AvailableTab, AvailableTargets } from './available-targets.tsx';
import { SelectedTargets } from './selected-targets.tsx';
import { distinctUsers, type TargetUser } from './selection.ts';
import { useMoves } from './use-moves.ts';

const useStyles = makeStyles({
  panes: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 56rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

/** Marked users in Available Targets, by tab. */
export type Marked = Readonly<Record<AvailableTab, readonly TargetUser[]>>;
const NOBODY: Marked = { byUser: [], byGroup: [] };

export function TargetPanes(props: {
  selected: readonly TargetUser[];
  vanished: ReadonlySet<string>;
  onChange: (selected: readonly TargetUser[]) => void;
}) {
  const { selected, vanished, onChange } = props;
  const styles = useStyles();
  const [tab, setTab] = useState<AvailableTab>('byUser');
  const [found, setFound] = useState<readonly TargetUser[]>([]);
  const [marked, setMarked] = useState(NOBODY);
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const { add, remove, refusal } = useMoves(selected, onChange);
  const see = (users: readonly TargetUser[]) =>
    setFound((known) => distinctUsers([...users, ...known]));
  const moveRight = () => {
    if (add(marked[tab])) setMarked({ ...marked, [tab]: [] });
  };
  const moveLeft = () => {
    remove(leaving);
    see(selected.filter(({ id }) => leaving.has(id)));
    setLeaving(new Set());
  };
  return (
    <>
      <div className={styles.panes}>
        <AvailableTargets
          tab={tab}
          onTab={setTab}
          found={found}
          onFound={(user) => see([user])}
          selected={selected}
          marked={marked}
          onMark={(users) => setMarked({ ...marked, [tab]: users })}
        />
        <Arrows
          right={marked[tab].length > 0 ? moveRight : null}
          left={leaving.size > 0 ? moveLeft : null}
        />
        <SelectedTargets
          selected={selected}
          vanished={vanished}
          marked={leaving}
          onMark={setLeaving}
        />
      </div>
      {refusal && <Notice intent="error">{refusal}</Notice>}
    </>
  );
}
