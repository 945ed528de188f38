import { type FocusEvent, useState } from 'react';

/** Whether an element is hovered, was touched, or contains the focus. Spread `props` on the element. */
export function useHoveredOrFocused() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const leaves = ({ currentTarget, relatedTarget }: FocusEvent) =>
    !currentTarget.contains(relatedTarget);
  return {
    engaged: pointed || focused,
    props: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent) => setFocused(!leaves(event)),
    },
  };
}
