/** Choosing who to protect through HTTP, with a tenant of a thousand users. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FAILURES } from '../domain/failures.ts';
import { CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import {
  auditTrail,
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import { type Listing, listTenant } from './support/listing.ts';
import { expectProblem, problemOfCall } from './support/problems.ts';
import { type Stack, startStack } from './support/stack.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { start, submitAndWait, unread, untilProtected, walkToTargets } from './support/walk.ts';

const BASE = '/api/organizations/contoso/accounts/exchange-online';
const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';

const userPageSchema = z.object({
  users: z.array(z.object({ id: z.string(), userPrincipalName: z.string() })),
  total: z.number().nullable(),
  next: z.string().nullable(),
});

let stack: Stack;
let tenant: ControlledTenant;
let session: ConsoleSession;
let listing: Listing;

beforeAll(async () => {
  stack = await startStack({ users: 1000 });
  tenant = controlTenant(stack.sandbox, 'contoso.example');
  session = await openSession(stack);
});
afterAll(() => stack?.close());

/** Checks that the account still waits for targets and can be completed after the rejected requests. */
async function expectUnharmed(): Promise<void> {
  const { state, method, targetCount } = await session.client.account();
  expect({ state, method, targetCount }).toEqual({
    state: 'awaitingTargets',
    method: null,
    targetCount: null,
  });
  const { id } = await session.client.user(CONTOSO_ADMINISTRATOR.email);
  const { synchronization } = await submitAndWait(session, { method: 'selected', userIds: [id] });
  expect(synchronization?.users).toBe(1);
}

const send = (body: string, type = 'application/json') =>
  session.browser.fetch(`${stack.origin}${BASE}/targets`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, origin: stack.origin },
  });

const membersPage = async (groupId: string, page: string | null) =>
  userPageSchema.parse(
    await session.client.call(
      'GET',
      `${BASE}/groups/${groupId}/users${page === null ? '' : `?page=${page}`}`,
    ),
  );

describe('an account that waits for targets', () => {
  beforeEach(async () => {
    await walkToTargets(session);
    listing = await listTenant(stack, await tenant.id());
  });
  afterEach(async () => {
    await removeAccount(session.client);
    await tenant.reset();
  });

  const userLike = (fits: (name: string) => boolean) => {
    const user = listing.users.find(({ userPrincipalName }) => fits(userPrincipalName));
    if (!user) throw new Error('The tenant has no matching user');
    return user;
  };

  test('finds a user by the exact name: apostrophes, guests, any letter case', async () => {
    for (const fits of [
      (name: string) => name.includes("'"),
      (name: string) => name.includes('#EXT#'),
      (name: string) => name.startsWith('#'),
      (name: string) => name.startsWith('^') || name.startsWith('~'),
    ]) {
      const { id, displayName, userPrincipalName } = userLike(fits);
      expect(await session.client.user(userPrincipalName)).toMatchObject({ id, displayName });
      expect(await session.client.user(userPrincipalName.toUpperCase())).toMatchObject({ id });
      expect(await session.client.user(`  ${userPrincipalName} `)).toMatchObject({ id });
    }
    await expectUnharmed();
  });

  test('reports an unknown name with that name', async () => {
    const problem = await problemOfCall(session.client.user('nobody@contoso.example'));
    expect(problem).toMatchObject({ code: 'UserNotFound', status: 404 });
    expect(problem.detail).toContain('nobody@contoso.example');
    await expectUnharmed();
  });

  test('does not let a name widen the search', async () => {
    const { email } = CONTOSO_ADMINISTRATOR;
    const { id } = await session.client.user(email);
    const names = [
      `x@y.example' or startswith(userPrincipalName,'a`,
      `x@y.example')?$filter=startswith(userPrincipalName,'a`,
      `${email}&$top=1`,
      `${email}?$select=id`,
      `${email}#`,
      `#${email}`,
      `${email}/manager`,
      `../users/${email}`,
      `$filter@contoso.example`,
      `${email}%00`,
      email.slice(0, -1),
      id,
      '..',
    ];
    for (const name of names) {
      const problem = await problemOfCall(session.client.user(name));
      expect([name, problem.code]).toEqual([name, 'UserNotFound']);
      expect(problem.detail).toContain(name);
    }
    const blank = await problemOfCall(session.client.user('   '));
    expect(blank).toMatchObject({ code: 'InvalidInput', status: 400 });
    expect(blank.detail).toContain('userPrincipalName');
    await expectUnharmed();
  });

  test('says that more than fifty groups were found', async () => {
    for (let number = 0; number < 51; number += 1) await tenant.addGroup(`Quarry ${number}`);
    const path = `${session.client.base}/accounts/exchange-online/groups`;
    const found = await session.client.call('GET', `${path}?search=Quarry`);
    expect(found).toMatchObject({ more: true });
    expect(found).toHaveProperty('groups.length', 50);
    expect(
      await session.client.call('GET', `${path}?search=${encodeURIComponent('Quarry 5')}`),
    ).toMatchObject({ more: false });
  });

  test('searches groups from three characters on', async () => {
    for (const text of ['', 'Sa', '  Sa  ', '東京']) {
      const problem = await problemOfCall(session.client.groups(text));
      expect(problem).toMatchObject({
        code: 'SearchTooShort',
        status: 400,
        detail: FAILURES.SearchTooShort.sentence,
      });
    }
    const names = (await session.client.groups('sal')).map(({ displayName }) => displayName);
    const begun = listing.groups.filter((group) => group.displayName?.startsWith('Sal'));
    expect(begun.length).toBeGreaterThan(2);
    expect(names.toSorted(inOrder)).toEqual(
      begun.map(({ displayName }) => displayName).toSorted(inOrder),
    );
    await expectUnharmed();
  });

  test('finds groups with apostrophes, ampersands and other scripts in their names', async () => {
    await tenant.addGroup('東京オフィス');
    await tenant.addGroup('100% #1 + "quoted" \\ group?');
    for (const [text, name] of [
      ["Women's", "Women's Network EMEA"],
      ['Finance & Acc', 'Finance & Accounting EMEA'],
      ['東京オ', '東京オフィス'],
      ['100% #1 + "', '100% #1 + "quoted" \\ group?'],
    ] as const) {
      const found = await session.client.groups(text);
      expect(found.map(({ displayName }) => displayName)).toContain(name);
    }
    expect(await session.client.groups("zzz') or startswith(displayName,'S")).toEqual([]);
    await expectUnharmed();
  });

  test("pages through a group's users, including nested groups, each user once", async () => {
    const [sales] = listing.groups.filter(({ displayName }) => displayName === 'Sales');
    const groupId = sales?.id ?? '';
    const shown: string[] = [];
    const first = await membersPage(groupId, null);
    shown.push(...first.users.map(({ id }) => id));
    let pages = 1;
    for (let { next } = first; next !== null; pages += 1) {
      const page = await membersPage(groupId, next);
      shown.push(...page.users.map(({ id }) => id));
      ({ next } = page);
    }
    const expected = usersWithin(listing, groupId);
    expect(pages).toBeGreaterThan(2);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.toSorted(inOrder)).toEqual(expected);
    expect(first.total).toBe(expected.length);
    expect(first.users.length).toBeLessThanOrEqual(50);
    await expectUnharmed();
  });

  test('answers 404 for the users of an unknown group', async () => {
    const problem = await problemOfCall(session.client.groupUsers(UNKNOWN_ID));
    expect(problem).toMatchObject({ code: 'NotFound', status: 404 });
    const malformed = await problemOfCall(session.client.groupUsers('no-id'));
    expect(malformed).toMatchObject({ code: 'InvalidInput', status: 400 });
    expect(malformed.detail).toContain('groupId');
    await expectUnharmed();
  });

  test('returns a page only for the cursor of an earlier page of the same group', async () => {
    const lure = createServer((_request, response) => response.end('{"value":[]}'));
    let hits = 0;
    lure.on('request', () => (hits += 1));
    await new Promise<void>((resolve) => void lure.listen(0, '127.0.0.1', resolve));
    const { port } = lure.address() as AddressInfo;
    const [group] = listing.groups;
    // With more users than fit on a page.
    const other = listing.groups.find(({ displayName }) => displayName === 'Sales');
    const users = `groups/${group?.id}/transitiveMembers/microsoft.graph.user`;
    const graph = 'https://graph.microsoft.com';
    const pages = [
      `http://127.0.0.1:${port}/v1.0/${users}`,
      `https://evil.example/v1.0/${users}`,
      `http://graph.microsoft.com/v1.0/${users}`,
      `https://me@graph.microsoft.com/v1.0/${users}`,
      `https://graph.microsoft.com.evil.example/v1.0/${users}`,
      `${graph}/beta/${users}`,
      `${graph}/v1.0/users?$top=999`,
      `${graph}/v1.0/${users}/../../../../users`,
      `${graph}/v1.0/groups/${other?.id}/transitiveMembers/microsoft.graph.user`,
      '/users?$top=999',
      `/${users}`,
      'no link',
      `${graph}/v1.0/${users}?$skiptoken=made-up`,
      `${graph}/v1.0/${users}?$top=999&$select=id,mobilePhone&$filter=startswith(mobilePhone,'1')`,
    ].map((link) => Buffer.from(link).toString('base64url'));
    const { next } = await membersPage(other?.id ?? '', null);
    const genuine = next ?? '';
    const middle = genuine.length / 2;
    const tampered = [genuine.slice(0, middle), `${genuine}A`, `A${genuine}`, genuine.slice(1)];
    const before = await tenant.counters();
    for (const page of [
      ...pages,
      ...tampered,
      genuine,
      '',
      '.',
      '....',
      'null',
      'a'.repeat(9000),
    ]) {
      const problem = await problemOfCall(membersPage(group?.id ?? '', page));
      expect([page, problem.code, problem.status]).toEqual([page, 'InvalidInput', 400]);
      expect(problem.detail).toMatch(/^page: /);
    }
    expect((await membersPage(other?.id ?? '', genuine)).users.length).toBeGreaterThan(0);
    const pagesRead = (await tenant.counters()).graph - before.graph;
    expect(pagesRead).toBe(1);
    await new Promise((resolve) => void lure.close(resolve));
    expect(hits).toBe(0);
    await expectUnharmed();
  });

  test('accepts at most a hundred users', async () => {
    const userIds = listing.users.slice(0, 101).map(({ id }) => id);
    const problem = await problemOfCall(session.client.submit({ method: 'selected', userIds }));
    expect(problem).toMatchObject({
      code: 'TooManyTargets',
      status: 400,
      detail: FAILURES.TooManyTargets.sentence,
    });
    await expectUnharmed();
  });

  test('accepts a hundred users, counting repeated ids once in any letter case', async () => {
    const ids = listing.users.slice(0, 100).map(({ id }) => id);
    const userIds = [...ids, ...ids.slice(0, 40), ...ids.map((id) => id.toUpperCase())];
    const answer = await session.client.submit({ method: 'selected', userIds });
    expect(answer).toEqual({ method: 'selected', targets: 100 });
    const account = await untilProtected(session);
    expect(account).toMatchObject({
      method: 'selected',
      targetCount: 100,
      synchronization: { totalUsers: 100, users: 100, groups: 0 },
    });
  });

  test('rejects users that are not in the tenant with their ids, and keeps waiting', async () => {
    // Not every Microsoft id is a UUID of RFC 9562.
    const unknownIds = [UNKNOWN_ID, '00000002-0000-0ff1-ce00-000000000000'];
    const userIds = [listing.users[0]?.id ?? '', ...unknownIds];
    const problem = await problemOfCall(session.client.submit({ method: 'selected', userIds }));
    expect(problem).toMatchObject({
      code: 'TargetsUnknown',
      status: 422,
      detail: FAILURES.TargetsUnknown.sentence,
      details: { unknown: unknownIds },
    });
    await expectUnharmed();
  });

  const UNREADABLE: readonly (readonly [string, string, string])[] = [
    ['invalid JSON', '{"method":', 'JSON'],
    ['an empty body', '', 'JSON'],
    ['not an object', '"all"', 'object'],
    ['no method', '{}', 'method'],
    ['an unknown method', '{"method":"some"}', 'method'],
    ['no users', '{"method":"selected"}', 'userIds'],
    ['an empty choice', '{"method":"selected","userIds":[]}', 'userIds'],
    ['users that are not a list', `{"method":"selected","userIds":"${UNKNOWN_ID}"}`, 'userIds'],
    ['a user that is not an id', '{"method":"selected","userIds":["me"]}', 'userIds.0'],
    ['a user that is a number', '{"method":"selected","userIds":[7]}', 'userIds.0'],
  ];
  test('names the error in a body, and uses none of it', async () => {
    for (const [name, body, field] of UNREADABLE) {
      const problem = await expectProblem(await send(body), 400, 'InvalidInput');
      expect([name, problem.detail]).toEqual([name, expect.stringContaining(field)]);
    }
    await expectProblem(await send('method=all', 'text/plain'), 400, 'InvalidInput');
    const huge = JSON.stringify({ method: 'all', padding: 'x'.repeat(70_000) });
    const refused = await expectProblem(await send(huge), 400, 'InvalidInput');
    expect(refused.detail).toBe('The request is too large.');
    await expectUnharmed();
  });

  test('synchronizes once after concurrent submits', async () => {
    const submit = () =>
      session.client.submit({ method: 'all' }).then(
        () => 'accepted',
        // Only the first submit has to be accepted.
        (error: unknown) => String(error),
      );
    const answers = await Promise.all([submit(), submit(), submit()]);
    expect(answers).toContain('accepted');
    const { accountId, synchronization } = await untilProtected(session);
    expect(synchronization?.users).toBe(listing.users.length);
    const actions = (await auditTrail(session.client))
      .filter((event) => event.accountId === accountId)
      .map(({ action }) => action);
    const once = (action: string) => actions.filter((it) => it === action).length;
    expect(once('targets.chosen')).toBe(1);
    expect(once('synchronization.started')).toBe(1);
    const notices = unread(await session.client.notifications());
    expect(notices.filter(({ kind }) => kind === 'protected')).toHaveLength(1);
  });
});

test('nothing can be looked up or chosen before both consents, or chosen again afterwards', async () => {
  const absent = await problemOfCall(session.client.submit({ method: 'all' }));
  expect(absent).toMatchObject({ code: 'NotFound', detail: 'This service is not provisioned.' });

  await start(session);
  for (const call of [
    () => session.client.user(CONTOSO_ADMINISTRATOR.email),
    () => session.client.groups('Sales'),
    () => session.client.groupUsers(UNKNOWN_ID),
  ]) {
    const problem = await problemOfCall(call());
    expect(problem).toMatchObject({
      code: 'WrongState',
      status: 409,
      detail: 'Both consents must be granted first.',
    });
  }
  const early = await problemOfCall(session.client.submit({ method: 'all' }));
  expect(early).toMatchObject({
    code: 'WrongState',
    status: 409,
    detail: 'The account is not waiting for targets.',
  });

  await walkToTargets(session);
  const account = await submitAndWait(session);
  const late = await problemOfCall(session.client.submit({ method: 'all' }));
  expect(late).toMatchObject({ code: 'WrongState', detail: early.detail });
  const after = await until(session.client, ({ state }) => state === 'protected');
  expect(after.synchronization?.runId).toBe(account.synchronization?.runId);
  await removeAccount(session.client);
});

/** Ids of the users in a group and its nested groups, which may form cycles. */
function usersWithin({ memberships }: Listing, groupId: string): string[] {
  const within = new Set([groupId]);
  for (const group of within) {
    for (const { groupId: holder, memberId, memberKind } of memberships)
      if (holder === group && memberKind === 'group') within.add(memberId);
  }
  const users = memberships.filter(
    ({ groupId: holder, memberKind }) => memberKind === 'user' && within.has(holder),
  );
  return [...new Set(users.map(({ memberId }) => memberId))].toSorted(inOrder);
}

const inOrder = (a: string | null, b: string | null) => String(a).localeCompare(String(b));
