import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { createGraph } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import { openChangeFeed } from '../store/change-feed.ts';
import type { Connection } from '../store/database.ts';
import { createStore } from '../store/store.ts';
import { createAccountReader } from './account-document.ts';
import { createAccountGateway } from './account-gateway.ts';
import { createApp } from './app.ts';
import { createAttemptCookie } from './attempt-cookie.ts';
import { createAuthentication } from './authentication/authentication.ts';

/** Puts the API together on an open database and a Temporal client. */
export async function composeApi(options: {
  origin: string;
  secret: string;
  connection: Connection;
  client: Client;
  microsoft: MicrosoftConfiguration;
  report: (error: unknown, correlationId: string) => void;
}) {
  const { origin, secret, connection, client, microsoft, report } = options;
  const { db } = connection;
  const store = createStore(db);
  const gateway = createAccountGateway({ client, store });
  const identity = createIdentity(microsoft);
  const exchangeClientId = microsoft.registrations.exchange.clientId;
  return createApp({
    origin,
    store,
    gateway,
    identity,
    report,
    authentication: createAuthentication({
      db,
      origin,
      secret,
      onError: (message) => report(new Error(message), 'sign-in'),
    }),
    accounts: createAccountReader({ gateway, store, exchangeClientId }),
    attemptCookie: createAttemptCookie(secret, origin.startsWith('https:')),
    graph: createGraph({ identity, configuration: microsoft }),
    changes: await openChangeFeed(connection),
    readiness: {
      database: () => sql`select 1`.execute(db),
      temporal: gateway.ready,
    },
  });
}
