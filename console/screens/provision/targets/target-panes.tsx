/** Available Targets and Selected Targets with arrows between them. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Notice } from '../../../components/notice.tsx';
import type { TargetKind } from '../../../components/service.ts';
import { Arrows } from './arrows.tsx';
import { type AvailableTab, AvailableTargets, TABS } from './available-targets.tsx';
import { SelectedTargets } from './selected-targets.tsx';
import { distinctTargets, type Target } from './selection.ts';
import { useMoves } from './use-moves.ts';

const useStyles = makeStyles({
  panes: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    '@media (max-width: 56rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

/** Marked targets in Available Targets, by tab. */
export type Marked = Readonly<Record<AvailableTab, readonly Target[]>>;
const NOTHING: Marked = { byUser: [], byGroup: [], byUrl: [], byTitle: [] };

export function TargetPanes(props: {
  kind: TargetKind;
  selected: readonly Target[];
  vanished: ReadonlySet<string>;
  onChange: (selected: readonly Target[]) => void;
}) {
  const { kind, selected, vanished, onChange } = props;
  const styles = useStyles();
  const [tab, setTab] = useState<AvailableTab>(TABS[kind][0]);
  const [found, setFound] = useState<readonly Target[]>([]);
  const [marked, setMarked] = useState(NOTHING);
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const { add, remove, refusal } = useMoves(kind, selected, onChange);
  const see = (targets: readonly Target[]) =>
    setFound((known) => distinctTargets([...targets, ...known]));
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
          kind={kind}
          tab={tab}
          onTab={setTab}
          found={found}
          onFound={(target) => see([target])}
          selected={selected}
          marked={marked}
          onMark={(targets) => setMarked({ ...marked, [tab]: targets })}
        />
        <Arrows
          right={marked[tab].length > 0 ? moveRight : null}
          left={leaving.size > 0 ? moveLeft : null}
        />
        <SelectedTargets
          kind={kind}
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
