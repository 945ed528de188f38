import type { Exchange } from '../microsoft/exchange.ts';
import type { Graph } from '../microsoft/graph.ts';
import type { Identity } from '../microsoft/identity.ts';
import type { RemovalGuard } from '../store/held-removals.ts';
import type { Store } from '../store/store.ts';
import type { UserRows } from './user-rows.ts';

/** What activities are given by whoever starts the worker. */
export interface Dependencies {
  readonly store: Store;
  readonly identity: Identity;
  readonly graph: Graph;
  readonly exchange: Exchange;
  readonly removalGuard: RemovalGuard;
  /** Reads the pages of long lists. */
  readonly userRows: UserRows;
}

/** For which account of which organization an activity acts. */
export interface AccountReference {
  readonly accountId: string;
  readonly organizationId: string;
}
