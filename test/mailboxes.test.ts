/** How many mailboxes are protected, how many users are known, and how many have no mailbox. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { synchronizationSchema } from '../api/synchronization-document.ts';
import type { Account } from './support/console-client.ts';
import {
  type ConsoleSession,
  openSession,
  removeAccount,
  until,
} from './support/console-session.ts';
import { type Stack, startStack } from './support/stack.ts';
import { controlTenant, type ControlledTenant, MAILBOX_SETTINGS_HELD } from './support/tenant.ts';
import { mailboxesOfContoso, usersOfContoso } from './support/tenant-users.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const USERS = 150;
const BASE = '/api/organizations/contoso/accounts/exchange-online';
const recordsSchema = z.object({ synchronizations: z.array(synchronizationSchema) });
const lookupSchema = z.object({ id: z.string(), hasMailbox: z.boolean().nullable() });

let stack: Stack;
let tenant: ControlledTenant;
let session: ConsoleSession;

beforeAll(async () => {
  stack = await startStack({ users: USERS });
  tenant = controlTenant(stack.sandbox, 'contoso.example');
  session = await openSession(stack);
});
afterAll(() => stack?.close());
beforeEach(() => walkToTargets(session));
afterEach(async () => {
  await tenant.clearFaults();
  await removeAccount(session.client);
  await tenant.reset();
});

interface Counts {
  readonly users: number;
  readonly mailboxes: number | null;
  readonly withoutMailbox: number | null;
  readonly mailboxUnknown: number | null;
}

const countsOf = ({ users, mailboxes, withoutMailbox, mailboxUnknown }: Counts): Counts => ({
  users,
  mailboxes,
  withoutMailbox,
  mailboxUnknown,
});

function directoryOf({ directory }: Account) {
  if (!directory) throw new Error('The directory must be published');
  return directory;
}

/** Waits until Microsoft has answered about every mailbox. */
const untilKnown = () =>
  until(session.client, ({ directory }) => directory?.mailboxUnknown === 0).then(directoryOf);

async function newestRecord() {
  const list = await session.client.call('GET', `${BASE}/synchronizations`);
  const [newest] = recordsSchema.parse(list).synchronizations;
  if (!newest) throw new Error('There must be a record');
  return countsOf(newest);
}

/** Requests a synchronization and waits until it is published. */
async function synchronizeAgain(): Promise<void> {
  const { publishedAt } = directoryOf(await session.client.account());
  await session.client.synchronize();
  await until(
    session.client,
    ({ state, directory }) => state === 'protected' && directory?.publishedAt !== publishedAt,
  );
}

test('an account of all users counts the mailboxes that the tenant really has', async () => {
  await submitAndWait(session);
  const directory = await untilKnown();
  const mailboxes = mailboxesOfContoso(USERS);
  expect(mailboxes).toBeLessThan(USERS);
  const withoutMailbox = USERS - mailboxes;
  const counts = { users: USERS, mailboxes, withoutMailbox, mailboxUnknown: 0 };
  expect(countsOf(directory)).toEqual(counts);
  expect(await newestRecord()).toEqual(counts);
});

test('mailboxes about which Microsoft does not answer are unknown, until a later answer', async () => {
  await tenant.setFaults(MAILBOX_SETTINGS_HELD);
  const first = directoryOf(await submitAndWait(session));
  const open = usersOfContoso(USERS).filter(
    ({ mail, userType, assignedPlans }) =>
      mail !== null &&
      userType === 'Member' &&
      !assignedPlans.some(
        ({ service, capabilityStatus }) => service === 'exchange' && capabilityStatus === 'Enabled',
      ),
  );
  expect(open.length).toBeGreaterThan(0);
  expect(first.mailboxUnknown).toBe(open.length);
  expect(first.mailboxes + first.withoutMailbox).toBe(USERS - open.length);
  await synchronizeAgain();
  expect(directoryOf(await session.client.account()).mailboxUnknown).toBe(open.length);
  await tenant.clearFaults();
  const found = open.filter(({ mailbox }) => mailbox !== null).length;
  expect(await untilKnown()).toMatchObject({ mailboxes: first.mailboxes + found });
});

test('a selected user without a mailbox is known when chosen, and counted as such', async () => {
  const users = usersOfContoso(USERS);
  const chosen = [
    users.find(({ userPrincipalName }) => userPrincipalName === 'user@contoso.example'),
    users.find(({ mailbox }) => mailbox === 'room'),
    users.find(({ mailbox, mail }) => mailbox === null && mail === null),
    users.find(({ userType }) => userType === 'Guest'),
  ];
  const lookups = await Promise.all(
    chosen.map(async (user) => {
      const query = new URLSearchParams({ userPrincipalName: user?.userPrincipalName ?? '' });
      return lookupSchema.parse(await session.client.call('GET', `${BASE}/users?${query}`));
    }),
  );
  expect(lookups.map(({ hasMailbox }) => hasMailbox)).toEqual([true, null, false, false]);
  await submitAndWait(session, { method: 'selected', userIds: lookups.map(({ id }) => id) });
  const counts = { users: 4, mailboxes: 2, withoutMailbox: 2, mailboxUnknown: 0 };
  expect(countsOf(await untilKnown())).toEqual(counts);
  expect(await newestRecord()).toEqual(counts);
});
