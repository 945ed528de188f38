import type { AddressRules } from '../delivery/addresses.ts';
import type { KeyVault } from '../delivery/signing-keys.ts';
import type { OutgoingItem } from '../domain/events.ts';
import type { Service } from '../domain/services/services.ts';
import type { MailLinks } from '../mail/links.ts';
import type { Graphs } from '../microsoft/graph.ts';
import type { Identity } from '../microsoft/identity.ts';
import type { Change } from '../store/change-feed.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway } from './account-gateway.ts';
import type { AccountReader } from './account-document.ts';
import type { AttemptCookie } from './attempt-cookie.ts';
import type { Authentication } from './authentication/authentication.ts';
import type { PageCursor } from './page-cursor.ts';

/** What the API needs from the process that starts it. */
export interface ApiDependencies {
  /** The console's public origin, e.g. `https://provost.example`. */
  readonly origin: string;
  readonly store: Store;
  readonly authentication: Authentication;
  readonly gateway: AccountGateway;
  readonly accounts: AccountReader;
  readonly attemptCookie: AttemptCookie;
  readonly pageCursor: PageCursor;
  readonly identity: Identity;
  readonly mailLinks: MailLinks;
  /** Whether a mail server is configured. */
  readonly mailIsOn: boolean;
  /** Starts the workflow of a consent link that is sent by mail. */
  readonly followConsentLink: (link: { linkId: string; expiresAt: Date }) => Promise<void>;
  /** Microsoft Graph, by the consent that lets us read it. */
  readonly graphs: Graphs;
  /** The hosts of tenants in SharePoint are below this domain. */
  readonly sharePointDomain: string;
  readonly changes: { subscribe(listener: (change: Change | 'missed') => void): () => void };
  /** Encrypts the keys of webhooks. */
  readonly keyVault: KeyVault;
  /** What webhooks may reach. */
  readonly webhookRules: AddressRules;
  /** Starts deliveries of events, each once. */
  readonly outgoing: { start(items: readonly OutgoingItem[]): Promise<void> };
  /** One check per part, by name. It resolves if the part answers. */
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  /** The address of an account's workflow in Temporal's UI; null if no UI is known. */
  readonly workflowLink: (service: Service, organizationId: string) => string | null;
  /** The folder of the built console; null if there is none. */
  readonly consoleFolder: string | null;
  /** Changes that one person may make in an organization in a minute. */
  readonly maxChanges: number;
  readonly report: (error: unknown, correlationId: string) => void;
}
