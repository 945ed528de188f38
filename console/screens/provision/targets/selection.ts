/** The users who are selected: each once, and never more than the limit. */
import { MAX_TARGETS } from '../../../../domain/limits.ts';

export interface TargetUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
}

/** What became of a click on the arrow. When the users do not all fit, none is moved. */
export type Move =
  | { readonly kind: 'moved'; readonly count: number; readonly selected: readonly TargetUser[] }
  | { readonly kind: 'tooMany'; readonly wanted: number; readonly room: number };

/** Adds users to the selection. Who is there already counts once, by object id. */
export function addTargets(selected: readonly TargetUser[], users: readonly TargetUser[]): Move {
  const there = new Set(selected.map(({ id }) => id));
  const wanted = distinctUsers(users).filter(({ id }) => !there.has(id));
  const room = MAX_TARGETS - selected.length;
  if (wanted.length > room) return { kind: 'tooMany', wanted: wanted.length, room };
  return { kind: 'moved', count: wanted.length, selected: [...selected, ...wanted] };
}

/** The selection without these users. */
export const removeTargets = (
  selected: readonly TargetUser[],
  ids: ReadonlySet<string>,
): readonly TargetUser[] => selected.filter(({ id }) => !ids.has(id));

/** Each user once: the first of those with the same object id. */
export function distinctUsers(users: readonly TargetUser[]): readonly TargetUser[] {
  const seen = new Set<string>();
  return users.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** How a user is called on screen. */
export const nameOf = ({ displayName, userPrincipalName }: TargetUser): string =>
  displayName?.trim() || userPrincipalName;
