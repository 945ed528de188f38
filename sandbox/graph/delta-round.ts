/** What delta queries pass around: the state within their tokens, and what a round tells of. */
import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import type { JsonOutput } from './json-output.ts';
import type { Listing } from './selection.ts';

/** Memberships on a page. */
export const MOST_LINKS = 500;

/** What delta and page tokens hold. */
export const stateSchema = z.object({
  /** As the first request had it: later ones cannot change it. */
  select: z.array(z.string()).nullable(),
  /** Changes up to this sequence number are told. */
  since: z.int(),
  /** Of the change log there; another one means another history. */
  fingerprint: z.int(),
  /** Where to go on among all objects; null once all have come. `offset` is within a group's members. */
  enumeration: z.object({ position: z.int(), offset: z.int() }).nullable(),
  issuedAt: z.number(),
});
export type DeltaState = z.infer<typeof stateSchema>;

/** The state behind the entries of a page; `done` when a delta link is due. */
export interface DeltaPage {
  readonly done: boolean;
  readonly state: Pick<DeltaState, 'since' | 'enumeration'>;
}

/** What a round tells of, and how much a page of it holds at most. */
export interface Round<T> {
  readonly listing: Listing<T>;
  readonly directory: Directory;
  readonly names: readonly string[];
  /** Whether `members@delta` is asked for. */
  readonly withMembers: boolean;
  readonly mostObjects: number;
  /** Where entries are written. */
  readonly output: JsonOutput;
}
