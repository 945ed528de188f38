import { type FocusEvent, useState } from 'react';

/**
 * Whether somebody is at an element: a mouse over it, the focus inside, or a
 * finger that touched it. `props` belong to the element.
 */
export function useEngaged() {
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
