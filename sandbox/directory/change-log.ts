/** The ordered log of changes that delta queries read: one of the directory, one of the sites. */
import { mix } from './hashing.ts';
import type { MemberReference } from './objects.ts';

export type Change =
  | {
      readonly of: 'user' | 'group' | 'site';
      readonly position: number;
      /** Which properties changed; absent if the object was added, removed or restored. */
      readonly properties?: readonly string[];
    }
  | { readonly of: 'member'; readonly group: number; readonly member: MemberReference };

export interface ChangeLog {
  /** Also the sequence number of the next change. */
  readonly length: number;
  at(sequence: number): Change | undefined;
  append(change: Change): void;
  /** A hash of the history up to a sequence number, to detect a different history. Undefined beyond the end. */
  fingerprintAt(sequence: number): number | undefined;
}

const codeOf = (change: Change): number =>
  change.of === 'member'
    ? mix(change.group) ^ mix(change.member.position * 4 + (change.member.kind === 'user' ? 2 : 3))
    : change.position * 4 + (change.of === 'user' ? 0 : 1);

/** @param origin the fingerprint of the directory before any change */
export function createChangeLog(origin: number): ChangeLog {
  const changes: Change[] = [];
  const fingerprints = [origin];
  return {
    get length() {
      return changes.length;
    },
    at: (sequence) => changes[sequence],
    append(change) {
      const last = fingerprints.at(-1) ?? origin;
      changes.push(change);
      fingerprints.push(mix(Math.imul(last, 31) + codeOf(change)));
    },
    fingerprintAt: (sequence) => fingerprints[sequence],
  };
}
