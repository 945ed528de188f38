import { useState } from 'react';
import type { Method } from '../../../../domain/account.ts';
import { type Draft, readDraft, writeDraft } from './draft.ts';

/** The current choice; every change is saved in local storage. `required`: the only method that is possible. */
export function useDraft(accountId: string, initial: Method, required: Method | null) {
  const [draft, setDraft] = useState<Draft>(
    () => readDraft(accountId) ?? { method: initial, targets: [] },
  );
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    writeDraft(accountId, next);
  };
  const possible = required === null ? draft : { ...draft, method: required };
  return { draft: possible, change, forget: () => writeDraft(accountId, null) };
}
