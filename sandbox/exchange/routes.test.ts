import { XMLParser } from 'fast-xml-parser';
import { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { createDirectory } from '../directory/directory.ts';
import { EXCHANGE_ONLINE } from '../registrations.ts';
import { createTenant, tenantDefinitions } from '../tenants.ts';
import { createExchangeRoutes } from './routes.ts';

function createTestExchange() {
  const definition = tenantDefinitions(1000).find(({ isMain }) => isMain);
  if (!definition) throw new Error('There is no main tenant.');
  const tenant = createTenant(definition);
  const directory = createDirectory({
    seed: 1,
    users: 1000,
    domain: tenant.defaultDomain,
    tenantId: tenant.id,
    people: tenant.people,
  });
  const routes = createExchangeRoutes({
    tenantOf: (id) => (id === tenant.id ? { tenant, directory } : undefined),
    verify: (bearer, api) =>
      Promise.resolve(
        bearer === 'invalid' || api !== EXCHANGE_ONLINE
          ? null
          : { clientId: 'an-app', tenantId: tenant.id, roles: bearer === 'none' ? [] : [bearer] },
      ),
  });
  return { app: new Hono().route('/EWS', routes), tenant, directory };
}

let exchange = createTestExchange();
beforeEach(() => {
  exchange = createTestExchange();
});

const ADMIN = 'admin@contoso.example';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const impersonating = (address: string, element = 'SmtpAddress') =>
  `<t:ExchangeImpersonation><t:ConnectingSID><t:${element}>${escaped(address)}</t:${element}></t:ConnectingSID></t:ExchangeImpersonation>`;

const envelope = (header: string, folders = '<t:DistinguishedFolderId Id="inbox"/>') =>
  `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <soap:Header>${header}</soap:Header>
  <soap:Body><m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>${folders}</m:FolderIds></m:GetFolder></soap:Body>
</soap:Envelope>`;

function post(
  body: string,
  { role = 'full_access_as_app', anchor = ADMIN, type = 'text/xml; charset=utf-8' } = {},
) {
  return exchange.app.request('/EWS/Exchange.asmx', {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${role}`,
      'content-type': type,
      ...(anchor !== '' && { 'x-anchormailbox': anchor }),
    },
  });
}

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false });
const parse = async (response: Response): Promise<unknown> => parser.parse(await response.text());

const fault = (code: string) => ({
  Envelope: { Body: { Fault: { faultcode: `t:${code}`, detail: { ResponseCode: code } } } },
});

const inbox = (message: object) => ({
  Envelope: {
    Body: { GetFolderResponse: { ResponseMessages: { GetFolderResponseMessage: message } } },
  },
});

describe('GetFolder', () => {
  test.each(['SmtpAddress', 'PrimarySmtpAddress', 'PrincipalName'])(
    'opens the folder of the user impersonated by %s',
    async (element) => {
      const response = await post(envelope(impersonating(ADMIN.toUpperCase(), element)));
      expect(response.status).toBe(200);
      expect(await parse(response)).toMatchObject(
        inbox({
          '@_ResponseClass': 'Success',
          ResponseCode: 'NoError',
          Folders: { Folder: { DisplayName: 'Inbox', TotalCount: expect.any(Number) } },
        }),
      );
      expect(exchange.tenant.counters.ews).toBe(1);
    },
  );

  test('opens mailboxes by alias, by changed address, and of a room', async () => {
    const { users } = exchange.directory;
    const positions = Array.from({ length: users.end }, (_, position) => users.at(position));
    const aliased = positions.find((user) => user?.mailbox && user.proxyAddresses.length > 1);
    const room = positions.find((user) => user?.mailbox === 'room');
    const [changed = ''] = exchange.directory.changeUsers([aliased?.id ?? ''], {
      mail: "o'new&<x>@contoso.example",
    });
    expect(changed).toBe(aliased?.id);
    for (const address of [room?.mail ?? '', "o'new&<x>@contoso.example"])
      expect((await post(envelope(impersonating(address)))).status).toBe(200);
    exchange = createTestExchange();
    const alias = aliased?.proxyAddresses[1]?.slice('smtp:'.length) ?? '';
    expect((await post(envelope(impersonating(alias)))).status).toBe(200);
  });

  test('finds no mailbox for guests, unknown addresses and unlicensed users', async () => {
    const { users } = exchange.directory;
    const positions = Array.from({ length: users.end }, (_, position) => users.at(position));
    const without = positions.find((user) => user?.mailbox === null && user.mail !== null);
    for (const address of [without?.mail ?? '', 'stranger@contoso.example']) {
      const response = await post(envelope(impersonating(address)));
      expect(response.status).toBe(500);
      expect(await parse(response)).toMatchObject(fault('ErrorNonExistentMailbox'));
    }
  });

  test('returns one escaped response per folder', async () => {
    const folders =
      '<t:DistinguishedFolderId Id="sentitems"/><t:DistinguishedFolderId Id="archiveinbox"/>' +
      '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>x@y.example</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
    const response = await post(envelope(impersonating(ADMIN), folders));
    expect(await parse(response)).toMatchObject(
      inbox([
        { ResponseCode: 'NoError' },
        { ResponseCode: 'ErrorFolderNotFound' },
        { ResponseCode: 'ErrorNonExistentMailbox' },
      ]),
    );
  });
});

describe('an application is rejected', () => {
  test('without a valid token, without permissions', async () => {
    const body = envelope(impersonating(ADMIN));
    expect((await post(body, { role: 'invalid' })).status).toBe(401);
    const response = await post(body, { role: 'none' });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-ms-diagnostics')).toContain('no permissions');
  });

  test('if EWS is blocked, even with a valid token', async () => {
    exchange.tenant.faults.ewsBlocked = true;
    expect((await post(envelope(impersonating(ADMIN)))).status).toBe(403);
  });

  test('if it may not impersonate, or does not impersonate', async () => {
    const may = await post(envelope(impersonating(ADMIN)), { role: 'Exchange.ManageAsApp' });
    expect(await parse(may)).toMatchObject(fault('ErrorImpersonateUserDenied'));
    const does = await post(envelope(''));
    expect(await parse(does)).toMatchObject(fault('ErrorInvalidExchangeImpersonationHeaderData'));
  });

  test.each([
    ['', 'ErrorInvalidRequest'],
    ['stranger@contoso.example', 'ErrorNonExistentMailbox'],
  ])('with the anchor mailbox “%s”', async (anchor, code) => {
    const response = await post(envelope(impersonating(ADMIN)), { anchor });
    expect(response.status).toBe(500);
    expect(await parse(response)).toMatchObject(fault(code));
  });

  test.each([
    '<a/>',
    'not xml <',
    envelope(impersonating(ADMIN), ''),
    envelope(impersonating(ADMIN), '<t:DistinguishedFolderId Id="quarantine"/>'),
    envelope(impersonating(ADMIN)).replaceAll('GetFolder', 'GetServerTimeZones'),
    envelope(impersonating(ADMIN)).replace('Default', 'Everything'),
  ])('with a request that is not valid against the schema: %#', async (body) => {
    expect(await parse(await post(body))).toMatchObject(fault('ErrorSchemaValidation'));
  });

  test('with another media type', async () => {
    const type = 'application/soap+xml';
    expect((await post(envelope(impersonating(ADMIN)), { type })).status).toBe(415);
  });

  test('from a mailbox that its settings or an access policy protect', async () => {
    exchange.tenant.faults.ewsBlockedMailboxes = [ADMIN];
    expect((await post(envelope(impersonating(ADMIN)))).status).toBe(403);
    exchange.tenant.faults.ewsBlockedMailboxes = [];
    exchange.tenant.faults.refusedMailboxes = [ADMIN];
    const refused = await post(envelope(impersonating(ADMIN)));
    expect(await parse(refused)).toMatchObject(fault('ErrorAccessDenied'));
  });

  test('with another address where the primary one is demanded, which the answer names', async () => {
    const { users } = exchange.directory;
    const positions = Array.from({ length: users.end }, (_, position) => users.at(position));
    const user = positions.find((each) => each?.mailbox && each.proxyAddresses.length > 1);
    const alias = user?.proxyAddresses[1]?.slice('smtp:'.length) ?? '';
    const answer = await parse(await post(envelope(impersonating(alias, 'PrimarySmtpAddress'))));
    expect(answer).toMatchObject(fault('ErrorNonPrimarySmtpAddress'));
    expect(JSON.stringify(answer)).toContain(user?.mail);
  });
});
