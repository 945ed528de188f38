import { type RefObject, useEffect, useRef } from 'react';

/**
 * When what had the focus went away with the former part, the new part takes
 * it, so that the keyboard goes on from there and not from the page's top. A
 * focus that is elsewhere stays where it is.
 */
export function useKeepFocus<E extends HTMLElement>(part: string): RefObject<E | null> {
  const region = useRef<E>(null);
  const shown = useRef(part);
  useEffect(() => {
    if (shown.current === part) return;
    shown.current = part;
    // A dialog that closes at the same time gives the focus back a moment later, to what is gone.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) region.current?.focus({ preventScroll: true });
    }, 300);
    return () => clearTimeout(timer);
  }, [part]);
  return region;
}
