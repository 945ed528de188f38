import type { Changes } from './read-changes.ts';
import type { ShardedList } from './read-list.ts';
import type { Reader } from './reader.ts';

/** Users or groups: how they are listed, and how their changes are followed. */
export interface Stream {
  readonly of: 'users' | 'groups';
  readonly list: ShardedList;
  readonly changes: Changes;
  /** All streams that are restarted together. */
  readonly all: readonly ('users' | 'userChanges' | 'groups' | 'memberships' | 'groupChanges')[];
  count(reader: Reader, filter?: string): Promise<number | null>;
  /** Reads more about the listed items, before their changes are followed. */
  readonly afterListing?: (reader: Reader) => Promise<void>;
}
