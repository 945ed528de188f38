import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { addTargets, type Move, removeTargets, type TargetUser } from './selection.ts';

/** Moves users between the panes and announces it. `refusal` explains why the last click moved none. */
export function useMoves(
  selected: readonly TargetUser[],
  onChange: (selected: readonly TargetUser[]) => void,
) {
  const { t } = useTranslation('targets');
  const announce = useAnnounce();
  const sentenceOf = useRefusal();
  const [refusal, setRefusal] = useState<string | null>(null);
  const max = MAX_TARGETS;
  return {
    refusal,
    /** Returns false and moves none if not all users fit. */
    add(users: readonly TargetUser[]): boolean {
      const move = addTargets(selected, users);
      const sentence = sentenceOf(move);
      setRefusal(sentence);
      if (move.kind === 'tooMany') return false;
      onChange(move.selected);
      announce(t('added', { count: move.count, total: move.selected.length, max }));
      return true;
    },
    remove(ids: ReadonlySet<string>): void {
      const rest = removeTargets(selected, ids);
      setRefusal(null);
      onChange(rest);
      announce(t('removed', { count: selected.length - rest.length, total: rest.length, max }));
    },
  };
}

function useRefusal() {
  const { t } = useTranslation('targets');
  const max = MAX_TARGETS;
  return (move: Move): string | null => {
    if (move.kind === 'moved') return null;
    if (move.room === 0) return t('full', { max });
    return t('tooMany', { count: move.room, wanted: move.wanted, max });
  };
}
