import { expect, test } from 'vitest';
import type { Reply } from '../loopback.fixture.ts';
import { at, tenantWith } from '../tenant.fixture.ts';

const MAILBOX = 'ada@contoso.example';
const ROLES = { roles: [['full_access_as_app']] };

function soap(body: string, status = 200): Reply {
  const envelope = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: envelope };
}

const message = (code: string) =>
  soap(
    `<m:GetFolderResponse xmlns:m="m"><m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Any"><m:ResponseCode>${code}</m:ResponseCode></m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse>`,
  );

const fault = (code: string, values = '', status = 500) =>
  soap(
    `<s:Fault><faultcode>a:${code}</faultcode><detail><e:ResponseCode xmlns:e="e">${code}</e:ResponseCode><t:MessageXml xmlns:t="t">${values}</t:MessageXml></detail></s:Fault>`,
    status,
  );

const probe = { ...at, mailbox: MAILBOX };

test('opens the inbox as its owner, with the anchor mailbox header', async () => {
  const { exchange, seen, tokens } = await tenantWith(() => message('NoError'), ROLES);
  const mailbox = "a&b<'c>@contoso.example";
  await expect(exchange.probe({ ...at, mailbox })).resolves.toEqual({
    outcome: 'works',
    code: null,
  });
  const [request] = seen();
  expect(request).toMatchObject({ method: 'POST', url: '/EWS/Exchange.asmx' });
  expect(request?.headers).toMatchObject({
    authorization: `Bearer ${tokens[0]}`,
    'x-anchormailbox': mailbox,
    'content-type': 'text/xml; charset=utf-8',
  });
  expect(request?.body).toContain(
    '<t:SmtpAddress>a&amp;b&lt;&apos;c&gt;@contoso.example</t:SmtpAddress>',
  );
});

test.each<[string, Reply]>([
  ['a response message', message('ErrorNonExistentMailbox')],
  ['a fault', fault('ErrorNonExistentMailbox')],
])('an address without a mailbox still proves access (%s)', async (_, reply) => {
  const { exchange } = await tenantWith(() => reply, ROLES);
  await expect(exchange.probe(probe)).resolves.toMatchObject({ outcome: 'noMailbox' });
});

test('a 403 with a token that has every role means that the organization blocks EWS', async () => {
  const { exchange } = await tenantWith(() => ({ status: 403, body: '' }), ROLES);
  await expect(exchange.probe(probe)).resolves.toMatchObject({ outcome: 'blocked' });
});

const busy = (values: string) => fault('ErrorServerBusy', values, 503);

test.each<[string, Reply, object]>([
  ['a denied impersonation', fault('ErrorImpersonateUserDenied'), { type: 'GrantNotVisible' }],
  ['401', { status: 401, body: '' }, { type: 'AccessRefused', details: { status: 401 } }],
  [
    '429',
    { status: 429, headers: { 'retry-after': '9' }, body: '' },
    { type: 'MicrosoftThrottled', retryAfter: 9000 },
  ],
  [
    'a busy server',
    busy('<t:Value Name="BackOffMilliseconds">297749</t:Value>'),
    { type: 'MicrosoftThrottled', retryAfter: 297_749 },
  ],
  [
    'a busy server with more values',
    busy('<t:Value Name="A">1</t:Value><t:Value Name="BackOffMilliseconds">5</t:Value>'),
    { type: 'MicrosoftThrottled', retryAfter: 5 },
  ],
  [
    'a busy server without a back-off time',
    busy(''),
    { type: 'MicrosoftThrottled', retryAfter: null },
  ],
  ['503', { status: 503, body: 'down' }, { type: 'MicrosoftUnavailable' }],
  [
    'a mailbox on the move',
    message('ErrorMailboxMoveInProgress'),
    { type: 'MicrosoftUnavailable' },
  ],
])('%s is mapped to its failure', async (_, reply, failure) => {
  const { exchange } = await tenantWith(() => reply, ROLES);
  await expect(exchange.probe(probe)).rejects.toMatchObject(failure);
});

test.each<[string, Reply, object]>([
  ['a policy', fault('ErrorAccessDenied'), { outcome: 'refused', code: 'ErrorAccessDenied' }],
  [
    'a policy that answers 403',
    fault('ErrorAccessDenied', '', 403),
    { outcome: 'refused', code: 'ErrorAccessDenied' },
  ],
  ['an unknown code', message('ErrorOfTheFuture'), { outcome: 'failed', code: 'ErrorOfTheFuture' }],
  ['a page', { body: '<html></html>' }, { outcome: 'failed', code: 'UnexpectedAnswer' }],
  ['invalid XML', { body: '<<<' }, { outcome: 'failed', code: 'UnexpectedAnswer' }],
])('%s is a finding about the mailbox', async (_, reply, reach) => {
  const { exchange } = await tenantWith(() => reply, ROLES);
  await expect(exchange.probe(probe)).resolves.toEqual(reach);
});

test('another address than the primary one is replaced by the one that Exchange names, once', async () => {
  const primary = '<t:Value Name="Primary">ada.l@contoso.example</t:Value>';
  const { exchange, seen } = await tenantWith(
    ({ body }) =>
      body.includes('ada.l@') ? message('NoError') : fault('ErrorNonPrimarySmtpAddress', primary),
    ROLES,
  );
  await expect(exchange.probe(probe)).resolves.toMatchObject({ outcome: 'works' });
  expect(seen()[1]?.headers['x-anchormailbox']).toBe('ada.l@contoso.example');
  const circle = await tenantWith(() => fault('ErrorNonPrimarySmtpAddress', primary), ROLES);
  await expect(circle.exchange.probe(probe)).resolves.toEqual({
    outcome: 'failed',
    code: 'ErrorNonPrimarySmtpAddress',
  });
  expect(circle.seen()).toHaveLength(2);
});

test('a 403 with a token without the role means that the grant is not visible yet', async () => {
  const { exchange } = await tenantWith(() => ({ status: 403, body: '' }), { roles: [[]] });
  await expect(exchange.probe(probe)).rejects.toMatchObject({ type: 'GrantNotVisible' });
});

test('a 401 is retried once with a fresh token', async () => {
  const { exchange, tokens } = await tenantWith(
    ({ headers }) =>
      headers.authorization === `Bearer ${tokens[0]}` ? { status: 401 } : message('NoError'),
    ROLES,
  );
  await expect(exchange.probe(probe)).resolves.toEqual({ outcome: 'works', code: null });
  expect(tokens).toHaveLength(2);
});

test('XML entities are not expanded', async () => {
  const reply = message('&code;');
  const body = String(reply.body).replace('?>', '?><!DOCTYPE x [<!ENTITY code "NoError">]>');
  const { exchange } = await tenantWith(() => ({ ...reply, body }), ROLES);
  await expect(exchange.probe(probe)).resolves.toEqual({ outcome: 'failed', code: '&code;' });
});

test.each(['', 'ada', 'ada@contoso.example\r\nx: y', 'ädä@contoso.example'])(
  'an invalid address is not sent: %j',
  async (mailbox) => {
    const { exchange, seen } = await tenantWith(() => message('NoError'), ROLES);
    await expect(exchange.probe({ ...at, mailbox })).resolves.toEqual({
      outcome: 'failed',
      code: 'InvalidInput',
    });
    expect(seen()).toHaveLength(0);
  },
);
