import { useSyncExternalStore } from 'react';

/** Whether the window is at most this wide, as it is now. */
export function useNarrow(width: string): boolean {
  const query = `(max-width: ${width})`;
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}
