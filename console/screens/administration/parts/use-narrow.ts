import { useSyncExternalStore } from 'react';

/** Whether the window is at most `width` (a CSS length) wide; updates when that changes. */
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
