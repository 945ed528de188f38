/** The selected targets: no duplicates, at most the limit. */
import { MAX_TARGETS } from '../../../../domain/limits.ts';

/** A user or a site that a person can select. */
export interface Target {
  readonly id: string;
  /** What it is called: a display name or a title, else its address. */
  readonly name: string;
  /** A user principal name, or the address of a site. */
  readonly address: string;
  /** Of a user whose mailbox would be protected. Null if it is not known yet. */
  readonly hasMailbox?: boolean | null | undefined;
}

interface User {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly hasMailbox: boolean | null;
}

/** @param withMailbox whether it matters if the user has a mailbox */
export const userTarget = (
  { id, userPrincipalName: address, displayName, hasMailbox }: User,
  withMailbox: boolean,
): Target => ({
  id,
  address,
  name: displayName?.trim() || address,
  ...(withMailbox && { hasMailbox }),
});

interface Site {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
}

export const siteTarget = ({ id, url: address, title }: Site): Target => ({
  id,
  address,
  name: title?.trim() || address,
});

/** Result of adding targets. If not all of them fit, none is moved; `room` is how many would fit. */
export type Move =
  | { readonly kind: 'moved'; readonly count: number; readonly selected: readonly Target[] }
  | { readonly kind: 'tooMany'; readonly wanted: number; readonly room: number };

/** Adds targets to the selection, without duplicates by id. */
export function addTargets(selected: readonly Target[], targets: readonly Target[]): Move {
  const existing = new Set(selected.map(({ id }) => id));
  const wanted = distinctTargets(targets).filter(({ id }) => !existing.has(id));
  const room = MAX_TARGETS - selected.length;
  if (wanted.length > room) return { kind: 'tooMany', wanted: wanted.length, room };
  return { kind: 'moved', count: wanted.length, selected: [...selected, ...wanted] };
}

/** The selection without these targets. */
export const removeTargets = (
  selected: readonly Target[],
  ids: ReadonlySet<string>,
): readonly Target[] => selected.filter(({ id }) => !ids.has(id));

/** Removes duplicates by id; the first one stays. */
export function distinctTargets(targets: readonly Target[]): readonly Target[] {
  const seen = new Set<string>();
  return targets.filter(({ id }) => !seen.has(id) && seen.add(id));
}
