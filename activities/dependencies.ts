import type { Method } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { OutgoingItem } from '../domain/events.ts';
import type { OperatorAlertKind } from '../domain/operator-alerts.ts';
import type { WebhookSender } from '../delivery/sender.ts';
import type { KeyVault } from '../delivery/signing-keys.ts';
import type { Service } from '../domain/services/services.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Exchange } from '../microsoft/ews/exchange.ts';
import type { Graph, Graphs } from '../microsoft/graph.ts';
import type { Identity } from '../microsoft/identity.ts';
import type { RemovalGuard } from '../store/held-removals.ts';
import type { Store } from '../store/store.ts';
import type { UserRows } from './user-rows.ts';

export interface HealthSettings {
  /** Milliseconds between checks while everything works. */
  readonly interval: number;
  /** When the credential of each registration stops being accepted, if that is known. */
  readonly credentialEnds: Readonly<Partial<Record<ConsentKind, Date>>>;
}

export interface OperatorAlert {
  readonly kind: OperatorAlertKind;
  readonly subject: string;
  readonly state: 'opened' | 'closed';
  /** In English. */
  readonly sentence: string;
}

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
  readonly health: HealthSettings;
  /** Tells operators what only they can mend. */
  alertOperators(alert: OperatorAlert): void;
  /** Starts deliveries of events, each once. */
  readonly outgoing: { start(items: readonly OutgoingItem[]): Promise<void> };
  readonly webhooks: { readonly sender: WebhookSender; readonly vault: KeyVault };
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
