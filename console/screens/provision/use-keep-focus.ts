import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the focus to the new part if the focused element was removed with the previous one, so that
 * keyboard users do not restart at the top of the page. A focus elsewhere is left alone.
 */
export function useKeepFocus<E extends HTMLElement>(part: string): RefObject<E | null> {
  const region = useRef<E>(null);
  const shown = useRef(part);
  useEffect(() => {
    if (shown.current === part) return;
    shown.current = part;
    // A dialog that closes at the same time restores the focus a moment later, to an element that no longer exists.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) region.current?.focus({ preventScroll: true });
    }, 300);
    return () => clearTimeout(timer);
  }, [part]);
  return region;
}
