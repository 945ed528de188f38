import { useEffect, useRef } from 'react';

/** Refetches whenever `key` changes; not on mount. */
export function useRefetchOnChange(key: string, refetch: () => Promise<unknown>): void {
  const fetched = useRef(key);
  useEffect(() => {
    if (fetched.current === key) return;
    fetched.current = key;
    void refetch();
  }, [key, refetch]);
}
