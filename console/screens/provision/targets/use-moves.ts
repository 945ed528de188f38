import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import type { TargetKind } from '../../../components/service.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { addTargets, type Move, removeTargets, type Target } from './selection.ts';

/** Moves targets between the panes and announces it. `refusal` explains why the last click moved none. */
export function useMoves(
  kind: TargetKind,
  selected: readonly Target[],
  onChange: (selected: readonly Target[]) => void,
) {
  const { t } = useTranslation('targets');
  const announce = useAnnounce();
  const sentenceOf = useRefusal(kind);
  const [refusal, setRefusal] = useState<string | null>(null);
  const max = MAX_TARGETS;
  return {
    refusal,
    /** Returns false and moves none if not all targets fit. */
    add(targets: readonly Target[]): boolean {
      const move = addTargets(selected, targets);
      const sentence = sentenceOf(move);
      setRefusal(sentence);
      if (move.kind === 'tooMany') return false;
      onChange(move.selected);
      announce(t(`${kind}.added`, { count: move.count, total: move.selected.length, max }));
      return true;
    },
    remove(ids: ReadonlySet<string>): void {
      const rest = removeTargets(selected, ids);
      setRefusal(null);
      onChange(rest);
      announce(
        t(`${kind}.removed`, { count: selected.length - rest.length, total: rest.length, max }),
      );
    },
  };
}

function useRefusal(kind: TargetKind) {
  const { t } = useTranslation('targets');
  const max = MAX_TARGETS;
  return (move: Move): string | null => {
    if (move.kind === 'moved') return null;
    if (move.room === 0) return t(`${kind}.full`, { max });
    return t(`${kind}.tooMany`, { count: move.room, wanted: move.wanted, max });
  };
}
