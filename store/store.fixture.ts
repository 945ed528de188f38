/** The databases that every test in this folder runs on. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedDatabase } from '../test/support/services.ts';
import type { AccountView } from '../domain/account.ts';
import type { DirectoryGroup, DirectoryUser } from '../domain/directory.ts';
import { type Connection, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

interface TestDatabase {
  readonly connection: Connection;
  close(): Promise<void>;
}

export const DATABASES: Record<string, () => Promise<TestDatabase>> = {
  PGlite: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'provost-store-'));
    const connection = await openDatabase({ folder });
    await migrate(connection.db);
    const close = async () => {
      await connection.close();
      await rm(folder, { recursive: true });
    };
    return { connection, close };
  },
  PostgreSQL: async () => {
    const database = await sharedDatabase();
    const connection = await openDatabase({ databaseUrl: database.url });
    const close = async () => {
      await connection.close();
      await database.drop();
    };
    return { connection, close };
  },
};

export function viewOf(change: Partial<AccountView> = {}): AccountView {
  const consent = {
    status: 'notStarted',
    attemptId: null,
    failure: null,
    changedAt: '2026-01-01T00:00:00.000Z',
  } as const;
  return {
    accountId: randomUUID(),
    organizationId: randomUUID(),
    service: 'exchange-online',
    revision: 1,
    state: 'awaitingExchangeConsent',
    stateSince: '2026-01-01T00:00:00.000Z',
    attention: null,
    tenantId: null,
    method: null,
    targetCount: null,
    consents: { exchange: consent, graph: consent },
    runId: null,
    removalStep: null,
    ...change,
  };
}

export function userOf(change: Partial<DirectoryUser> = {}): DirectoryUser {
  const id = randomUUID();
  return {
    id,
    userPrincipalName: `${id}@contoso.example`,
    displayName: "Ada O'Brien <b>&",
    mail: null,
    accountEnabled: true,
    guest: false,
    mailbox: true,
    proxyAddresses: ['SMTP:ada@contoso.example'],
    ...change,
  };
}

export const groupOf = (): DirectoryGroup => ({
  id: randomUUID(),
  displayName: 'Sales',
  mail: null,
});
