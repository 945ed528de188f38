/** What administrators say about the quarantine: whose mailbox to try, and that they have allowed us. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { User } from '../sandbox/directory/objects.ts';
import {
  auditTrail,
  beginProvisioning,
  completeConsents,
  completeStep,
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  removeAccount,
  resetAll,
  until,
} from './support/console-session.ts';
import { problemOfCall } from './support/problems.ts';
import { type Stack, startStack } from './support/stack.ts';
import { type ControlledTenant, controlTenant } from './support/tenant.ts';
import { usersOfContoso } from './support/tenant-users.ts';
import { submitAndWait } from './support/walk.ts';

const USERS = 300;
const SERVICE = '/api/organizations/contoso/accounts/exchange-online';

let stack: Stack;
let contoso: ControlledTenant;
beforeAll(async () => {
  stack = await startStack({ users: USERS });
  contoso = controlTenant(stack.sandbox, 'contoso.example');
});
afterEach(() => resetAll(stack));
afterAll(() => stack.close());

const everybody = usersOfContoso(USERS);
/** Nobody whose mailbox would be tried anyway. */
function someone(what: string, is: (user: User) => boolean): User {
  const user = everybody.findLast(is);
  if (!user) throw new Error(`The sandbox must have ${what}`);
  return user;
}
const shared = someone('a shared mailbox', ({ mailbox }) => mailbox === 'shared');
const aliased = someone(
  'a user with two addresses',
  ({ mailbox, proxyAddresses }) => mailbox === 'user' && proxyAddresses.length > 1,
);
const guest = someone('a guest', ({ userType }) => userType === 'Guest');
const without = someone(
  'a member without a mailbox',
  ({ mailbox, mail, userType }) => mailbox === null && mail !== null && userType === 'Member',
);

const name = ({ client }: ConsoleSession, address: string | null) =>
  client.call('PUT', `${SERVICE}/canary-mailbox`, { address });
const report = ({ client }: ConsoleSession) => client.call('POST', `${SERVICE}/allow-list-reports`);

/** Gives both consents in a tenant whose quarantine is out of reach, and waits until a person is asked. */
async function untilUnavailable(refusedMailboxes: string[]): Promise<ConsoleSession> {
  await contoso.setFaults({ ewsBlocked: true, refusedMailboxes });
  const session = await beginProvisioning(stack);
  await completeStep(session, 'exchange');
  await completeStep(session, 'graph');
  await until(session.client, ({ attention }) => attention?.reason === 'quarantineUnavailable');
  return session;
}

test('a mailbox that the organization names is tried at once, first and by any of its addresses', async () => {
  const others = everybody.filter(({ id }) => id !== aliased.id);
  const { mail } = aliased;
  const alias = aliased.proxyAddresses.find((address) => address.startsWith('smtp:'))?.slice(5);
  const session = await untilUnavailable(others.map(({ userPrincipalName }) => userPrincipalName));
  const { client } = session;
  expect((await client.account()).canaryMailbox).toBeNull();
  expect(await name(session, ` ${alias?.toUpperCase()} `)).toEqual({ address: mail });
  const { canaryMailbox, quarantine } = await until(
    client,
    ({ state }) => state === 'awaitingTargets',
  );
  expect(canaryMailbox).toBe(mail);
  expect(quarantine).toMatchObject({ adapter: 'graph', partlyBlocked: true });
  expect(quarantine?.findings[0]).toEqual({
    adapter: 'graph',
    outcome: 'works',
    mailbox: aliased.mail,
    code: null,
  });
  const trail = await auditTrail(client);
  const asked = trail.find(({ action }) => action === 'quarantine.nameMailbox');
  expect(asked?.details).toEqual({ userId: aliased.id });
  const named = trail.find(({ action }) => action === 'quarantine.mailboxNamed');
  expect(named?.details).toEqual({ userId: aliased.id });
  expect([asked?.mailbox, named?.mailbox]).toEqual([mail, mail]);
  // Stored are object ids only: the trail outlives the account, and addresses do not.
  expect(JSON.stringify(trail.map(({ details }) => details))).not.toContain(mail);
  await removeAccount(client);
  const kept = (await auditTrail(client)).find(
    ({ action }) => action === 'quarantine.mailboxNamed',
  );
  expect(kept).toMatchObject({ details: { userId: aliased.id }, mailbox: aliased.id });
});

test('a named mailbox that is deleted is shown as missing, and the defaults are tried', async () => {
  const session = await beginProvisioning(stack);
  await completeConsents(session);
  await name(session, shared.userPrincipalName);
  const { quarantine } = await submitAndWait(session);
  expect(quarantine?.findings[0]).toMatchObject({ outcome: 'works', mailbox: shared.mail });
  await contoso.removeUsers([shared.id]);
  await session.client.synchronize();
  const after = await until(
    session.client,
    (account) => account.quarantine?.findings[0]?.outcome === 'noMailbox',
  );
  expect(after.quarantine).toMatchObject({ adapter: 'graph' });
  expect(after.quarantine?.findings[0]?.mailbox).toBe(shared.mail);
  expect(after.quarantine?.findings[1]).toMatchObject({ adapter: 'graph', outcome: 'works' });
  expect(await name(session, null)).toEqual({ address: null });
  const { canaryMailbox } = await until(session.client, (account) => !account.canaryMailbox);
  expect(canaryMailbox).toBeNull();
});

test('what has no mailbox of the tenant cannot be named, and nothing before the tenant is known', async () => {
  const session = await beginProvisioning(stack);
  const refusal = async (address: string | null) =>
    (await problemOfCall(name(session, address))).code;
  expect(await refusal(null)).toBe('WrongState');
  expect(await refusal(shared.userPrincipalName)).toBe('WrongState');
  await completeConsents(session);
  expect(await refusal('nobody@contoso.example')).toBe('UserNotFound');
  expect(await refusal(FABRIKAM_ADMINISTRATOR.email)).toBe('UserNotFound');
  expect(await refusal(guest.userPrincipalName)).toBe('MailboxNotUsable');
  expect(await refusal(without.userPrincipalName)).toBe('MailboxNotUsable');
  await contoso.changeUsers([aliased.id], { mail: null });
  expect(await refusal(aliased.userPrincipalName)).toBe('MailboxNotUsable');
  expect(await refusal(' ')).toBe('InvalidInput');
  expect(await refusal(`${'a'.repeat(256)}@contoso.example`)).toBe('InvalidInput');
  await contoso.setFaults({ failNext: 1, failStatus: 503, failPathContains: '/users' });
  expect(await refusal(shared.userPrincipalName)).toBe('MicrosoftUnavailable');
  expect((await session.client.account()).canaryMailbox).toBeNull();
});

test('a list that was set is waited for, until Exchange Web Services work', async () => {
  const session = await untilUnavailable(['*']);
  const { client } = session;
  const blocked = await client.account();
  expect(blocked.quarantine).toMatchObject({ ews: 'blocked', allowList: null });
  expect((await client.account()).attention?.turns).toContain('exchangeAdministrator');
  await report(session);
  const { quarantine, attention } = await until(
    client,
    (account) => account.quarantine?.ews === 'setNotEffective',
  );
  expect(attention?.turns).toContain('microsoft');
  const { setAt = '', effectiveBy = '' } = quarantine?.allowList ?? {};
  expect(Date.parse(effectiveBy) - Date.parse(setAt)).toBe(24 * 3_600_000);
  expect((await problemOfCall(report(session))).code).toBe('WrongState');

  // Not an outage of Graph, for which the next looks would wait longer.
  const keptOut = { failNext: 1000, failStatus: 403, failPathContains: 'mailFolders' };
  await contoso.setFaults({ ewsBlocked: false, refusedMailboxes: [], ...keptOut });
  await client.check();
  const after = await until(client, ({ state }) => state === 'awaitingTargets');
  expect(after.quarantine).toMatchObject({ adapter: 'ews', allowList: null });
  // A look that was under way may have met one mailbox before the change.
  expect(['works', 'partlyBlocked']).toContain(after.quarantine?.ews);
  expect((await problemOfCall(report(session))).code).toBe('WrongState');
  const actions = (await auditTrail(client)).map(({ action }) => action);
  expect(actions.filter((action) => action === 'quarantine.reportAllowList')).toHaveLength(1);
  expect(actions.filter((action) => action === 'quarantine.allowListSet')).toHaveLength(1);
});

test('Exchange Web Services that only some mailboxes allow are a state of their own', async () => {
  await contoso.setFaults({ ewsBlockedMailboxes: ['admin@contoso.example'] });
  const session = await beginProvisioning(stack);
  const { quarantine } = await completeConsents(session);
  expect(quarantine?.ews).toBe('partlyBlocked');
  const ews = quarantine?.findings.filter(({ adapter }) => adapter === 'ews');
  expect(ews?.map(({ outcome }) => outcome)).toEqual(['blocked', 'works']);
});
