import { useCallback, useSyncExternalStore } from 'react';

const CHANGED = 'provost-stored';

/** A value in local storage; null if there is none. All components that use the key see changes. */
export function useLocalStorage(key: string): [string | null, (value: string) => void] {
  const value = useSyncExternalStore(follow, () => readStored(key));
  const keep = useCallback((next: string) => writeStored(key, next), [key]);
  return [value, keep];
}

/** Reads from local storage; null if the browser denies access. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes to local storage; null deletes the value. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // The browser denies access: the value is just not remembered.
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
