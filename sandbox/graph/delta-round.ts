/** Types of delta queries: the state in their tokens, and the parameters of a round. */
import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import type { JsonOutput } from './json-output.ts';
import type { Listing } from './selection.ts';

/** Maximum number of memberships per page. */
export const MOST_LINKS = 500;

/** The content of delta and page tokens. */
export const stateSchema = z.object({
  /** `$select` of the first request; later requests cannot change it. */
  select: z.array(z.string()).nullable(),
  /** The objects of `$filter`; null for all. */
  ids: z.array(z.string()).nullable(),
  /** Changes before this sequence number have been reported. */
  since: z.int(),
  /** Fingerprint of the change log at `since`. A mismatch means a different history. */
  fingerprint: z.int(),
  /** Cursor of the enumeration, null once it is complete. `offset` is within a group's members. */
  enumeration: z.object({ position: z.int(), offset: z.int() }).nullable(),
  issuedAt: z.number(),
});
export type DeltaState = z.infer<typeof stateSchema>;

/** The state after a page. `done` means the page ends with a delta link. */
export interface DeltaPage {
  readonly done: boolean;
  readonly state: Pick<DeltaState, 'since' | 'enumeration'>;
}

/** The parameters of a round, including the page limits. */
export interface Round<T> {
  readonly listing: Listing<T>;
  readonly directory: Directory;
  readonly names: readonly string[];
  /** Without `$select`, a change of any property is reported. */
  readonly selective: boolean;
  /** `Prefer: return=minimal`. */
  readonly minimal: boolean;
  /** The positions of the filtered objects; null for all. */
  readonly only: ReadonlySet<number> | null;
  /** Whether `members@delta` is requested. */
  readonly withMembers: boolean;
  readonly mostObjects: number;
  /** Receives the entries. */
  readonly output: JsonOutput;
}
