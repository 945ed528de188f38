import { useCallback, useEffect, useRef, useState } from 'react';

/** How the surface was opened: by hovering, or by a click or key press. */
export type OpenedBy = 'hover' | 'press';

/** Grace period in milliseconds: moving from the button to the surface leaves both briefly. */
const LEAVING = 250;

/**
 * A surface that opens when its button is hovered, clicked or touched. Spread `props` on the button
 * and `surface` on the surface; Escape or leaving both closes it.
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
  /** Closes and returns the focus to the button. */
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
      // Touch does not hover: it arrives as a click.
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
