/** The selected users: no duplicates, at most the limit. */
import { MAX_TARGETS } from '../../../../domain/limits.ts';

export interface TargetUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  /** Null if it is not known yet. Missing in drafts of an earlier version. */
  readonly hasMailbox?: boolean | null | undefined;
}

/** Result of adding users. If not all of them fit, none is moved; `room` is how many would fit. */
export type Move =
  | { readonly kind: 'moved'; readonly count: number; readonly selected: readonly TargetUser[] }
  | { readonly kind: 'tooMany'; readonly wanted: number; readonly room: number };

/** Adds users to the selection, without duplicates by object id. */
export function addTargets(selected: readonly TargetUser[], users: readonly TargetUser[]): Move {
  const existing = new Set(selected.map(({ id }) => id));
  const wanted = distinctUsers(users).filter(({ id }) => !existing.has(id));
  const room = MAX_TARGETS - selected.length;
  if (wanted.length > room) return { kind: 'tooMany', wanted: wanted.length, room };
  return { kind: 'moved', count: wanted.length, selected: [...selected, ...wanted] };
}

/** The selection without these users. */
export const removeTargets = (
  selected: readonly TargetUser[],
  ids: ReadonlySet<string>,
): readonly TargetUser[] => selected.filter(({ id }) => !ids.has(id));

/** Removes duplicates by object id; the first one stays. */
export function distinctUsers(users: readonly TargetUser[]): readonly TargetUser[] {
  const seen = new Set<string>();
  return users.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The name to show: display name, otherwise user principal name. */
export const nameOf = ({ displayName, userPrincipalName }: TargetUser): string =>
  displayName?.trim() || userPrincipalName;
