import { useState } from 'react';
import type { Method } from '../../../../domain/account.ts';
import { type Draft, readDraft, writeDraft } from './draft.ts';

/** The current choice; every change is saved in local storage. */
export function useDraft(accountId: string, initial: Method) {
  const [draft, setDraft] = useState<Draft>(
    () => readDraft(accountId) ?? { method: initial, users: [] },
  );
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    writeDraft(accountId, next);
  };
  return { draft, change, forget: () => writeDraft(accountId, null) };
}
