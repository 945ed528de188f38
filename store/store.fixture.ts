/** New migrated databases: every test in this folder runs on both. */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedDatabase, sharedService } from '../test/support/services.ts';
import type { AccountView } from '../domain/account.ts';
import type { DirectoryGroup, DirectorySite, DirectoryUser } from '../domain/directory.ts';
import { openDatabase } from './database.ts';
import type { Connection } from './connection.ts';

interface TestDatabase {
  readonly connection: Connection;
  close(): Promise<void>;
}

export const DATABASES: Record<string, () => Promise<TestDatabase>> = {
  PGlite: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'provost-store-'));
    await cp(await sharedService('pglite'), folder, { recursive: true });
    const connection = await openDatabase({ folder });
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
    state: 'awaitingConsent',
    consentStep: 'exchange',
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

export function siteOf(change: Partial<DirectorySite> = {}): DirectorySite {
  const id = `contoso.sharepoint.example,${randomUUID()},${randomUUID()}`;
  return {
    id,
    url: `https://contoso.sharepoint.example/sites/${id.slice(-12)}`,
    title: "Sales \t O'Brien",
    description: null,
    parentId: null,
    owner: null,
    ...change,
  };
}
