import type { Method } from '../domain/account.ts';
import type { OutgoingItem } from '../domain/events.ts';
import type { Service } from '../domain/services/services.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Exchange } from '../microsoft/ews/exchange.ts';
import type { Graph, Graphs } from '../microsoft/graph.ts';
import type { Identity } from '../microsoft/identity.ts';
import type { RemovalGuard } from '../store/held-removals.ts';
import type { Store } from '../store/store.ts';
import type { UserRows } from './user-rows.ts';

/** What the worker provides to the activities. */
export interface Dependencies {
  readonly store: Store;
  readonly identity: Identity;
  /** Exchange Online's. */
  readonly graph: Graph;
  /** One for each consent to Microsoft Graph. */
  readonly graphs: Graphs;
  readonly exchange: Exchange;
  readonly removalGuard: RemovalGuard;
  /** Starts deliveries of events, each once. */
  readonly outgoing: { start(items: readonly OutgoingItem[]): Promise<void> };
  /** Null if no mail server is configured. */
  readonly mailer: Mailer | null;
  /** Parses the pages of long user lists. */
  readonly userRows: UserRows;
}

/** The account that an activity acts for. */
export interface AccountReference {
  readonly accountId: string;
  readonly organizationId: string;
  readonly service: Service;
}

/** A synchronization of an account. */
export interface SynchronizationReference extends AccountReference {
  readonly runId: string;
  readonly tenantId: string;
  readonly method: Method;
  /** True if a person tries again after a failure: everything is read anew. */
  readonly retried?: boolean;
}
