/** Behaviour of a multi-select listbox (WAI-ARIA). */
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { movedBy, toggled, withRange } from './picking.ts';

interface Entries {
  readonly ids: readonly string[];
  readonly isTaken: (id: string) => boolean;
  readonly marked: ReadonlySet<string>;
  readonly onMark: (ids: ReadonlySet<string>) => void;
}

/** `active` is the index that keys act on. Spread `list` and `option(index)` on the elements. */
export function useListbox({ ids, isTaken, marked, onMark }: Entries) {
  const [place, setPlace] = useState(0);
  const active = Math.min(place, Math.max(ids.length - 1, 0));

  const mark = (next: ReadonlySet<string>) =>
    onMark(new Set([...next].filter((id) => !isTaken(id))));
  const toggle = (index: number) => {
    const id = ids[index];
    if (id !== undefined) mark(toggled(marked, id));
  };
  const moveTo = (index: number, event: { shiftKey: boolean }) => {
    if (event.shiftKey) mark(withRange(marked, ids, active, index));
    setPlace(index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = movedBy(event.key, active, ids.length);
    const all = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    if (target !== null) moveTo(target, event);
    else if (event.key === ' ' || event.key === 'Enter') toggle(active);
    else if (all) mark(new Set(ids));
    else return;
    event.preventDefault();
  };
  const onClick = (index: number) => (event: MouseEvent) => {
    if (event.shiftKey) moveTo(index, event);
    else toggle(index);
    setPlace(index);
  };
  return {
    active,
    list: { tabIndex: 0, onKeyDown },
    option: (index: number) => ({ onClick: onClick(index) }),
  };
}
