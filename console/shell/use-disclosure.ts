import { useCallback, useEffect, useRef, useState } from 'react';

/** How something was opened: by a mouse that passes, or on purpose. */
export type OpenedBy = 'hover' | 'press';

/** A mouse on its way from the button to the surface leaves both for a moment. */
const LEAVING = 250;

/**
 * What opens on hovering, pressing and touching a button. `props` belong to the
 * button, `surface` to what it opens; Escape and leaving close it.
 */
export function useDisclosure({ hover }: { hover: boolean }) {
  const [openedBy, setOpenedBy] = useState<OpenedBy | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);

  const close = useCallback(() => {
    clearTimeout(leaving.current);
    setOpenedBy(null);
  }, []);
  /** Closes and puts the focus back where it came from. */
  const dismiss = useCallback(() => {
    close();
    button.current?.focus();
  }, [close]);
  const stay = () => clearTimeout(leaving.current);
  const leave = () => {
    stay();
    leaving.current = setTimeout(
      () => setOpenedBy((how) => (how === 'hover' ? null : how)),
      LEAVING,
    );
  };
  return {
    openedBy,
    button,
    close,
    dismiss,
    props: {
      ref: button,
      'aria-expanded': openedBy !== null,
      'aria-haspopup': 'dialog' as const,
      onClick: () => setOpenedBy((how) => (how === 'press' ? null : 'press')),
      // A finger has no hovering: its press comes as a click.
      onPointerEnter: (event: { pointerType: string }) => {
        if (!hover || event.pointerType !== 'mouse') return;
        stay();
        setOpenedBy((how) => how ?? 'hover');
      },
      onPointerLeave: hover ? leave : undefined,
    },
    surface: hover ? { onPointerEnter: stay, onPointerLeave: leave } : {},
  };
}
