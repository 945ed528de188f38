/** Shared steps of synchronization tests: follow a run, and compare the published directory with the tenant. */
import { expect } from 'vitest';
import { notificationText } from '../../domain/account.ts';
import { FAILURES, type FailureType } from '../../domain/failures.ts';
import { type ConsoleSession, until } from './console-session.ts';
import type { Account } from './console-client.ts';
import { type Listing, listTenant } from './listing.ts';
import type { PostgresStack } from './postgres-stack.ts';
import { publishedDirectory, runsOf } from './published.ts';

export const PROTECTED = {
  kind: 'protected',
  message: notificationText('protected', 'exchange-online'),
  reason: null,
} as const;

/** Waits until the synchronization is waiting for Microsoft for this reason, and checks how that is shown. */
export async function untilWaiting(
  { client }: ConsoleSession,
  reason: FailureType,
): Promise<Account> {
  const account = await until(
    client,
    ({ synchronization }) => synchronization?.waiting?.reason === reason,
  );
  expect(account.state).toBe('synchronizing');
  const { startedAt = '', waiting } = account.synchronization ?? {};
  expect(waiting?.sentence).toBe(FAILURES[reason].sentence);
  expect(Date.parse(waiting?.until ?? '')).toBeGreaterThan(Date.parse(startedAt));
  return account;
}

/** Follows the requested synchronization to its end. */
export const untilSynchronizedAfter = (
  { client }: ConsoleSession,
  runId: string | undefined,
): Promise<Account> =>
  until(
    client,
    ({ state, synchronization }) =>
      state === 'protected' &&
      synchronization?.outcome === 'published' &&
      synchronization.runId !== runId,
  );

/** Compares the product's database with the tenant. */
export function compareWithTenant({ stack, db }: PostgresStack, tenantId: () => string) {
  const list = () => listTenant(stack, tenantId());
  const published = (accountId: string) => publishedDirectory(db, accountId);
  return {
    list,
    published,
    lastRecord: async (accountId: string) => {
      const run = (await runsOf(db, accountId)).at(-1);
      if (!run) throw new Error('There is no run');
      return run;
    },
    /** Checks that the published directory equals the tenant's users, groups and memberships. */
    async expectEqualToTenant(accountId: string): Promise<Listing> {
      const listing = await list();
      expectSame(await published(accountId), listing);
      return listing;
    },
  };
}

/** Like `toEqual`, but reports only differences: a full diff of thousands of users takes minutes. */
export function expectSame(actual: Listing, expected: Listing): void {
  for (const kind of ['users', 'groups', 'memberships'] as const) {
    expect(differences(actual[kind], expected[kind]), kind).toEqual({ extra: [], missing: [] });
    expect(actual[kind], kind).toHaveLength(expected[kind].length);
  }
}

const SHOWN = 5;

function differences(actual: readonly object[], expected: readonly object[]) {
  const texts = (items: readonly object[]) =>
    items.map((item) => JSON.stringify(item, Object.keys(item).toSorted()));
  const [ours, theirs] = [new Set(texts(actual)), new Set(texts(expected))];
  return {
    extra: [...ours].filter((text) => !theirs.has(text)).slice(0, SHOWN),
    missing: [...theirs].filter((text) => !ours.has(text)).slice(0, SHOWN),
  };
}
