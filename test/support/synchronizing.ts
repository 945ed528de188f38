/** What synchronization tests do again and again: follow one, and compare what it published with what the tenant has. */
import { expect } from 'vitest';
import { NOTIFICATIONS } from '../../domain/account.ts';
import { FAILURES, type FailureType } from '../../domain/failures.ts';
import { type Desk, until } from './consent-desk.ts';
import type { Account } from './console-client.ts';
import { type Listing, listTenant } from './listing.ts';
import type { PostgresStack } from './postgres-stack.ts';
import { publishedDirectory, runsOf } from './published.ts';

export const PROTECTED = {
  kind: 'protected',
  message: NOTIFICATIONS.protected,
  reason: null,
} as const;

/** Waits until the synchronization waits for Microsoft, which it then says. */
export async function untilWaiting({ client }: Desk, reason: FailureType): Promise<Account> {
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

/** Follows a synchronization that was asked for to its end. */
export const untilRunAfter = ({ client }: Desk, runId: string | undefined): Promise<Account> =>
  until(
    client,
    ({ state, synchronization }) =>
      state === 'protected' &&
      synchronization?.outcome === 'published' &&
      synchronization.runId !== runId,
  );

/** What the product's database and the tenant say of each other. */
export function comparing({ stack, db }: PostgresStack, tenantId: () => string) {
  const list = () => listTenant(stack, tenantId());
  const published = (accountId: string) => publishedDirectory(db, accountId);
  return {
    list,
    published,
    lastRun: async (accountId: string) => {
      const run = (await runsOf(db, accountId)).at(-1);
      if (!run) throw new Error('There is no run');
      return run;
    },
    /** What we hold is what the tenant has: user by user, group by group, membership by membership. */
    async expectTrue(accountId: string): Promise<Listing> {
      const listing = await list();
      expectSame(await published(accountId), listing);
      return listing;
    },
  };
}

/** As `toEqual`, told by what differs: a diff of thousands of users takes minutes to be written. */
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
