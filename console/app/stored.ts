import { useCallback, useSyncExternalStore } from 'react';

const CHANGED = 'provost-stored';

/** A value that this browser keeps; null when there is none. Every user of the key sees a change. */
export function useStored(key: string): [string | null, (value: string) => void] {
  const value = useSyncExternalStore(follow, () => readStored(key));
  const keep = useCallback((next: string) => writeStored(key, next), [key]);
  return [value, keep];
}

/** A browser may refuse storage; then nothing is remembered. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null forgets the value. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Not remembered, which harms nothing.
  }
  dispatchEvent(new Event(CHANGED));
}

function follow(changed: () => void): () => void {
  addEventListener(CHANGED, changed);
  addEventListener('storage', changed);
  return () => {
    removeEventListener(CHANGED, changed);
    removeEventListener('storage', changed);
  };
}
