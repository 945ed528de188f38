import type { SkippedItem } from '../../domain/directory.ts';
import type { SyncStream } from '../schema.ts';
import type { StagedItems } from '../staging.ts';

/** The progress of one shard of a stream. */
export interface Checkpoint {
  readonly shard: string;
  readonly cursor: unknown;
  readonly done: boolean;
  /** Items read so far, including skipped ones. */
  readonly items: number;
  readonly skipped: number;
}

/** One page of a shard: its rows and the next cursor, stored together or not at all. */
export interface Page extends StagedItems {
  readonly stream: SyncStream;
  readonly shard: string;
  readonly cursor: unknown;
  readonly done: boolean;
  readonly skipped?: readonly SkippedItem[];
}
