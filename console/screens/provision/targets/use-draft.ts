import { useState } from 'react';
import type { Method } from '../../../../domain/account.ts';
import { type Draft, readDraft, writeDraft } from './draft.ts';

/**
 * The current choice; every change is saved in local storage.
 * @param required the only method that is possible
 * @returns a null method if the one on the page has become impossible. Nobody else's choice takes its place:
 * it may protect much more, or much less.
 */
export function useDraft(accountId: string, initial: Method, required: Method | null) {
  const [draft, setDraft] = useState<Draft>(
    () => readDraft(accountId) ?? { method: required ?? initial, targets: [] },
  );
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    writeDraft(accountId, next);
  };
  const isPossible = required === null || required === draft.method;
  const method = isPossible ? draft.method : null;
  return { draft: { ...draft, method }, change, forget: () => writeDraft(accountId, null) };
}
