import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { AddressRules } from '../delivery/addresses.ts';
import { createKeyVault } from '../delivery/signing-keys.ts';
import { forEachConsent } from '../domain/consents.ts';
import { MAX_CHANGES } from '../domain/limits.ts';
import { createMailLinks } from '../mail/links.ts';
import { createGraphs } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import { openChangeFeed } from '../store/change-feed.ts';
import type { Connection } from '../store/connection.ts';
import { createStore } from '../store/store.ts';
import { createConsentLinkStarter } from '../temporal/consent-links.ts';
import { createOutgoing } from '../temporal/outgoing.ts';
import { createAccountReader } from './account-document.ts';
import { createAccountGateway } from './account-gateway.ts';
import { createApp } from './app.ts';
import { createAttemptCookie } from './attempt-cookie.ts';
import { createAuthentication } from './authentication/authentication.ts';
import { createPageCursor } from './page-cursor.ts';
import { createWorkflowLink } from './workflow-link.ts';

/** Assembles the API on an open database and a Temporal client. */
export async function composeApi(options: {
  origin: string;
  secret: string;
  connection: Connection;
  client: Client;
  microsoft: MicrosoftConfiguration;
  /** The folder of the built console; null for an API without one. */
  consoleFolder: string | null;
  /** The address of Temporal's UI, if known. */
  temporalUi: string | null;
  /** Whether a mail server is configured. */
  mailIsOn: boolean;
  /** What webhooks may reach: public addresses by default. */
  webhooks?: AddressRules;
  /** `MAX_CHANGES` when it is absent. */
  maxChanges?: number;
  report: (error: unknown, correlationId: string) => void;
}) {
  const { origin, secret, connection, client, microsoft, consoleFolder, temporalUi, report } =
    options;
  const { db } = connection;
  const store = createStore(db);
  const gateway = createAccountGateway({ client, store });
  const identity = createIdentity(microsoft);
  const clientIds = forEachConsent((kind) => microsoft.registrations[kind].clientId);
  return createApp({
    origin,
    store,
    gateway,
    identity,
    report,
    consoleFolder,
    maxChanges: options.maxChanges ?? MAX_CHANGES,
    workflowLink: createWorkflowLink(temporalUi, client.options.namespace),
    authentication: createAuthentication({
      db,
      origin,
      secret,
      onError: (message) => report(new Error(message), 'sign-in'),
    }),
    accounts: createAccountReader({ gateway, store, clientIds }),
    attemptCookie: createAttemptCookie(secret, origin.startsWith('https:')),
    pageCursor: createPageCursor(secret),
    mailLinks: createMailLinks(secret),
    mailIsOn: options.mailIsOn,
    followConsentLink: createConsentLinkStarter(client),
    keyVault: createKeyVault(secret),
    webhookRules: options.webhooks ?? { allowLoopback: false },
    outgoing: createOutgoing(client),
    graphs: createGraphs({ identity, configuration: microsoft }),
    sharePointDomain: microsoft.sharePointDomain,
    changes: await openChangeFeed(connection),
    readiness: {
      database: () => sql`select 1`.execute(db),
      temporal: gateway.ready,
    },
  });
}
