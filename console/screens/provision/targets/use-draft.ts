import { useState } from 'react';
import type { Method } from '../../../../domain/account.ts';
import { type Draft, readDraft, writeDraft } from './draft.ts';

/**
 * The current choice; every change is saved in local storage.
 * @param required the only method that is possible
 * @returns a null method if the person chose one that has become impossible. Nobody else's choice takes its place:
 * it may protect much more, or much less.
 */
export function useDraft(accountId: string, initial: Method, required: Method | null) {
  const [stored] = useState(() => readDraft(accountId));
  const [draft, setDraft] = useState<Draft>(stored ?? { method: initial, targets: [] });
  const [own, setOwn] = useState(stored !== null);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setOwn(true);
    writeDraft(accountId, next);
  };
  const isPossible = required === null || required === draft.method;
  const method = isPossible ? draft.method : own ? null : required;
  return { draft: { ...draft, method }, change, forget: () => writeDraft(accountId, null) };
}
