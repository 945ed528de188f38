/** Both quarantine adapters, with the product's own clients, in the mailboxes of the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createExchange } from '../microsoft/ews/exchange.ts';
import { createGraphs } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import {
  CANARY_SUBJECT,
  type MailboxToProve,
  QUARANTINE_FOLDER,
} from '../microsoft/quarantine/adapter.ts';
import { REGISTRATIONS } from '../sandbox/registrations.ts';
import { listenSandbox, type ListeningSandbox } from '../sandbox/server.ts';
import { sandboxConfiguration } from './support/sandbox-configuration.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';

const ADMIN = 'admin@contoso.example';
const ADAPTERS = ['graph', 'ews'] as const;
const WORKS = { outcome: 'works', code: null };

let sandbox: ListeningSandbox;
let tenant: ControlledTenant;
let mailbox: MailboxToProve;
let microsoft: ReturnType<typeof connect>;

beforeEach(async () => {
  sandbox = await listenSandbox({ port: 0, users: 100 });
  tenant = controlTenant(sandbox.origin, 'contoso.example');
  microsoft = connect(sandbox.origin);
  const contoso = sandbox.tenants.find(({ displayName }) => displayName === 'Contoso');
  const admin = contoso?.people.find(({ userPrincipalName }) => userPrincipalName === ADMIN);
  if (!contoso || !admin) throw new Error('Contoso has an administrator');
  mailbox = { tenantId: contoso.id, userId: admin.objectId, address: ADMIN };
  await tenant.grant(REGISTRATIONS.exchange.clientId, ['full_access_as_app']);
  await tenant.grant(REGISTRATIONS.graph.clientId, ['User.Read.All', 'Mail.ReadWrite']);
});
afterEach(() => sandbox.close());

function connect(origin: string) {
  const configuration = sandboxConfiguration(origin);
  const identity = createIdentity(configuration);
  return {
    identity,
    provers: {
      graph: createGraphs({ identity, configuration }).graph.quarantine,
      ews: createExchange({ identity, configuration }).quarantine,
    },
  };
}

const itemsSchema = z.object({
  value: z.array(z.looseObject({ id: z.string(), subject: z.string().optional() })),
});

async function request(path: string, init: RequestInit = {}) {
  const { token } = await microsoft.identity.appToken({
    kind: 'graph',
    tenantId: mailbox.tenantId,
  });
  const response = await fetch(`${sandbox.origin}/v1.0/users/${ADMIN}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  expect(response.ok).toBe(true);
  return response.json();
}
const list = async (path: string) => itemsSchema.parse(await request(path)).value;
const quarantines = async () =>
  (await list('/mailFolders?includeHiddenFolders=true&$top=100')).filter(
    ({ displayName }) => displayName === QUARANTINE_FOLDER,
  );

describe.each(ADAPTERS)('the quarantine by %s', (adapter) => {
  const prove = (change: Partial<MailboxToProve> = {}) =>
    microsoft.provers[adapter].prove({ ...mailbox, ...change });

  test('is proven in a hidden folder, and leaves nothing but the folder', async () => {
    const before = await list('/messages?$top=100');
    expect(await prove()).toEqual(WORKS);
    expect(await prove()).toEqual(WORKS);
    expect(await quarantines()).toMatchObject([{ isHidden: true, totalItemCount: 0 }]);
    expect(await list('/messages?$top=100')).toEqual(before);
  });

  test('clears away a canary of a proof that crashed, and nothing else', async () => {
    const draft = (subject: string) =>
      request('/messages', { method: 'POST', body: JSON.stringify({ subject }) });
    await draft(CANARY_SUBJECT);
    await draft(`Re: ${CANARY_SUBJECT}`);
    expect(await prove()).toEqual(WORKS);
    const left = (await list('/mailFolders/drafts/messages')).map(({ subject }) => subject);
    expect(left).toEqual([`Re: ${CANARY_SUBJECT}`]);
  });

  test('names what an access policy refuses', async () => {
    await tenant.setFaults({ refusedMailboxes: [ADMIN] });
    expect(await prove()).toEqual({ outcome: 'refused', code: 'ErrorAccessDenied' });
  });

  test('says that there is no mailbox', async () => {
    const userId = crypto.randomUUID();
    expect(await prove({ userId, address: 'nobody@contoso.example' })).toMatchObject({
      outcome: 'noMailbox',
    });
  });
});

test('both adapters use the same folder', async () => {
  for (const adapter of ADAPTERS)
    expect(await microsoft.provers[adapter].prove(mailbox)).toEqual(WORKS);
  expect(await quarantines()).toHaveLength(1);
});

test.each([{ ewsBlocked: true }, { ewsBlockedMailboxes: [ADMIN] }])(
  'EWS that are switched off are told apart from a missing grant: %o',
  async (faults) => {
    await tenant.setFaults(faults);
    expect(await microsoft.provers.ews.prove(mailbox)).toMatchObject({ outcome: 'blocked' });
    expect(await microsoft.provers.graph.prove(mailbox)).toEqual(WORKS);
  },
);

test('a missing grant is no finding about the mailbox', async () => {
  await tenant.revoke(REGISTRATIONS.graph.clientId);
  await expect(microsoft.provers.graph.prove(mailbox)).rejects.toMatchObject({
    type: 'ConsentRevoked',
  });
});

test.each([500, 503])('an outage of Graph (%i) is waited for', async (failStatus) => {
  await tenant.setFaults({ failNext: 1, failStatus, failPathContains: '/mailFolders' });
  await expect(microsoft.provers.graph.prove(mailbox)).rejects.toMatchObject({
    type: 'MicrosoftUnavailable',
  });
});

test('Exchange that is busy says for how long, and one that is down is an outage', async () => {
  const prove = () => microsoft.provers.ews.prove(mailbox);
  const at = { throttlePathContains: '/EWS', failPathContains: '/EWS' };
  await tenant.setFaults({ ...at, throttleNext: 1, retryAfterSeconds: 7 });
  await expect(prove()).rejects.toMatchObject({ type: 'MicrosoftThrottled', retryAfter: 7000 });
  await tenant.setFaults({ ...at, failNext: 1, failStatus: 502 });
  await expect(prove()).rejects.toMatchObject({ type: 'MicrosoftUnavailable' });
  expect(await prove()).toEqual(WORKS);
});
