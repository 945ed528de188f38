import { describe, expect, test } from 'vitest';
import {
  ADMIN,
  CALLBACK,
  createBrowser,
  createTestEntra,
  redirectQuery,
  REGISTRATIONS,
  requireRole,
} from './entra.fixture.ts';

const { forExchange, forGraph } = REGISTRATIONS;
const GRAPH = 'https://graph.microsoft.com';

const graphQuery = {
  client_id: forGraph.clientId,
  scope: `${GRAPH}/.default`,
  redirect_uri: CALLBACK,
  state: 'state with spaces',
};
const exchangeQuery = {
  client_id: forExchange.clientId,
  scope: 'https://outlook.office365.com/.default',
  redirect_uri: CALLBACK,
  state: 's',
};

function start() {
  const entra = createTestEntra();
  const browser = createBrowser(entra.app);
  const open = (query: Record<string, string> = graphQuery) =>
    browser.get(`/${entra.contoso.id}/v2.0/adminconsent`, query);
  const roles = (clientId: string) =>
    entra.contoso.grants
      .filter((grant) => grant.clientId === clientId)
      .map(({ appRoleId }) => appRoleId);
  return { ...entra, browser, open, roles };
}

describe('accepting', () => {
  test('v2 lists the permissions, records the grants and returns tenant, scope and state', async () => {
    const { browser, open, contoso, roles } = start();
    await open();
    const page = await browser.signIn(...ADMIN);
    expect(page.html).toContain('Read and write mail in all mailboxes');
    expect(page.html).toContain('Provost for Microsoft Graph');
    expect(page.html).toContain('Sandbox tenant — not Microsoft');
    expect(roles(forGraph.clientId)).toEqual([]);

    const { status, location } = await browser.submit({ action: 'accept' });
    expect(status).toBe(302);
    expect(location).toBe(
      `${CALLBACK}?admin_consent=True&tenant=${contoso.id}` +
        '&scope=https%3a%2f%2fgraph.microsoft.com%2f.default&state=state+with+spaces',
    );
    expect(roles(forGraph.clientId)).toHaveLength(4);
    expect(roles(forExchange.clientId)).toEqual([]);
  });

  test('v1 requests all registered permissions, also at common, and returns its own parameter order', async () => {
    const { browser, contoso, roles } = start();
    const { client_id, redirect_uri } = exchangeQuery;
    await browser.get('/common/adminconsent', { client_id, redirect_uri, state: '1' });
    await browser.signIn(...ADMIN);
    const { location } = await browser.submit({ action: 'accept' });
    expect(location).toBe(`${CALLBACK}?tenant=${contoso.id}&state=1&admin_consent=True`);
    expect(roles(forExchange.clientId)).toEqual(['dc890d15-9560-4a4c-9b7f-a736ec74ec40']);
  });

  test('a guest who is Global Administrator consents for the requested tenant, not the home tenant', async () => {
    const { browser, open, contoso, fabrikam } = start();
    await open();
    await browser.signIn('consultant@fabrikam.example', 'fabrikam-consultant');
    expect(redirectQuery(await browser.submit({ action: 'accept' }))['tenant']).toBe(contoso.id);
    expect(contoso.grants).toHaveLength(4);
    expect(fabrikam.grants).toEqual([]);
  });

  test('organizations resolves to the home tenant of the signed-in account', async () => {
    const { browser, fabrikam, contoso } = start();
    await browser.get('/organizations/v2.0/adminconsent', graphQuery);
    await browser.signIn('admin@fabrikam.example', 'fabrikam-admin');
    expect(redirectQuery(await browser.submit({ action: 'accept' }))['tenant']).toBe(fabrikam.id);
    expect(contoso.grants).toEqual([]);
  });

  test('a signed-in account does not enter its password again', async () => {
    const { browser, open } = start();
    await open();
    await browser.signIn(...ADMIN);
    const page = await open(exchangeQuery);
    expect(page.html).toContain('Permissions requested');
    expect(page.html).not.toContain('type="password"');
  });
});

describe('not accepting', () => {
  test('declined: AADSTS65004 with CRLF, admin_consent=True and no tenant', async () => {
    const { browser, open, contoso } = start();
    await open(exchangeQuery);
    await browser.signIn(...ADMIN);
    const { location } = await browser.submit({ action: 'decline' });
    expect(location).toMatch(
      /\?error=access_denied&error_description=AADSTS65004%3a\+User\+declined\+to\+consent\+to\+access\+the\+app\.%0d%0aTrace\+ID%3a\+[\da-f-]{36}%0d%0aCorrelation\+ID%3a\+[\da-f-]{36}%0d%0aTimestamp%3a\+\d{4}-\d\d-\d\d\+\d\d%3a\d\d%3a\d\dZ&error_uri=https%3a%2f%2flogin\.microsoftonline\.com%2ferror%3fcode%3d65004&admin_consent=True&state=s#$/,
    );
    expect(contoso.grants).toEqual([]);
  });

  test.each([
    ['server_error', /^AADSTS50000: /],
    ['temporarily_unavailable', /^AADSTS90033: /],
  ] as const)('%s can come back although the grant is recorded', async (error, description) => {
    const { browser, open, contoso } = start();
    contoso.faults.consentRedirectError = error;
    await open(exchangeQuery);
    await browser.signIn(...ADMIN);
    const query = redirectQuery(await browser.submit({ action: 'accept' }));
    expect(query['error']).toBe(error);
    expect(query['error_description']).toMatch(description);
    expect(query).not.toHaveProperty('tenant');
    expect(contoso.grants).toHaveLength(1);
  });

  test('canceled before sign-in', async () => {
    const { browser, open } = start();
    await open(exchangeQuery);
    const { location } = await browser.submit({ action: 'cancel' });
    expect(location).toBe(`${CALLBACK}?error=access_denied&error_subcode=cancel&state=s`);
  });

  test('an account from another tenant is redirected with AADSTS50020', async () => {
    const { browser, open } = start();
    await open();
    const page = await browser.signIn('admin@fabrikam.example', 'fabrikam-admin');
    const query = redirectQuery(page);
    expect(query['error']).toBe('access_denied');
    expect(query['error_description']).toMatch(/^AADSTS50020: /);
    expect(query['admin_consent']).toBe('True');
    expect(query).not.toHaveProperty('tenant');
  });

  test('an account that may not consent stays on an Entra page, even with a forged Accept', async () => {
    const { browser, open, contoso } = start();
    await open();
    const page = await browser.signIn('user@contoso.example', 'contoso-user');
    expect(page.location).toBeNull();
    expect(page.html).toContain('Need admin approval');

    const account = '5fbc46b8-a0d3-4e7c-b9c5-b4b6dce8a075';
    const forged = await browser.submit({ action: 'accept', account });
    expect(forged.location).toBeNull();
    expect(contoso.grants).toEqual([]);

    const back = redirectQuery(await browser.submit({ action: 'decline' }));
    expect(back['error']).toBe('access_denied');
  });

  test('that page lets an admin account continue', async () => {
    const { browser, open, contoso } = start();
    await open();
    await browser.signIn('user@contoso.example', 'contoso-user');
    const page = await browser.submit({ action: 'otherAccount' });
    expect(page.html).toContain('type="password"');
    await browser.signIn(...ADMIN);
    await browser.submit({ action: 'accept' });
    expect(contoso.grants).toHaveLength(4);
  });
});

describe('who may consent', () => {
  test.each([
    ['roles@contoso.example', 'contoso-roles', 'Permissions requested', 'Permissions requested'],
    ['apps@contoso.example', 'contoso-apps', 'Permissions requested', 'Need admin approval'],
    ['exchange@contoso.example', 'contoso-exchange', 'Need admin approval', 'Need admin approval'],
  ])('%s', async (email, password, forExchangeTitle, forGraphTitle) => {
    const { browser, open } = start();
    await open(exchangeQuery);
    expect((await browser.signIn(email, password)).html).toContain(forExchangeTitle);
    expect((await open(graphQuery)).html).toContain(forGraphTitle);
  });
});

describe('rejected requests', () => {
  const problem = async (authority: string, query: Record<string, string>) => {
    const { browser, contoso } = start();
    const name = authority === 'contoso' ? contoso.id : authority;
    return browser.get(`/${name}/v2.0/adminconsent`, query);
  };

  test('common redirects with an error about the missing response_type', async () => {
    const query = redirectQuery(await problem('common', graphQuery));
    expect(query['error']).toBe('invalid_request');
    expect(query['error_description']).toContain("parameter: 'response_type'");
  });

  test.each([
    [{ scope: '' }, 'invalid_request', '900144'],
    [{ scope: `${GRAPH}/User.Read.All` }, 'invalid_scope', '70011'],
    [{ scope: 'https://nowhere.example/.default' }, 'invalid_resource', '500011'],
  ])('%o is redirected to the application with %s', async (change, error, number) => {
    const query = redirectQuery(await problem('contoso', { ...graphQuery, ...change }));
    expect(query['error']).toBe(error);
    expect(query['error_description']).toContain(`AADSTS${number}:`);
  });

  test.each([
    [{ client_id: 'nobody' }, '700016'],
    [{ redirect_uri: 'http://localhost.evil.example/consents/callback' }, '50011'],
    [{ redirect_uri: 'http://localhost:80@evil.example/consents/callback' }, '50011'],
    [{ redirect_uri: `${CALLBACK}/more` }, '50011'],
  ])('%o is never redirected', async (change, number) => {
    const page = await problem('contoso', { ...graphQuery, ...change });
    expect(page.status).toBe(400);
    expect(page.location).toBeNull();
    expect(page.html).toContain(`AADSTS${number}`);
  });

  test('a form without the CSRF token of its session changes nothing', async () => {
    const { browser, open, contoso } = start();
    await open();
    await browser.signIn(...ADMIN);
    const page = await browser.submit({ action: 'accept', csrfToken: 'x'.repeat(32) });
    expect(page.status).toBe(400);
    expect(contoso.grants).toEqual([]);
  });
});

describe('faults', () => {
  test('a swallowed redirect still records the grant', async () => {
    const { browser, open, contoso } = start();
    contoso.faults.swallowConsentRedirect = true;
    await open();
    await browser.signIn(...ADMIN);
    expect((await browser.submit({ action: 'accept' })).location).toBeNull();
    expect(contoso.grants).toHaveLength(4);
  });

  test('a withheld role is not granted', async () => {
    const { browser, open, roles, contoso } = start();
    contoso.faults.withholdRoles = ['Mail.ReadWrite'];
    await open();
    await browser.signIn(...ADMIN);
    await browser.submit({ action: 'accept' });
    expect(roles(forGraph.clientId)).not.toContain('e2a3a72e-5f79-4c64-b1b1-878b674786c9');
    expect(roles(forGraph.clientId)).toHaveLength(3);
  });

  test('a second consent removes roles that the registration no longer requires', async () => {
    const { browser, open, ledger, contoso, roles } = start();
    const extra = requireRole('Directory.Read.All');
    ledger.grant(contoso, forGraph.clientId, extra);
    expect(roles(forGraph.clientId)).toEqual([extra.role.id]);
    await open();
    await browser.signIn(...ADMIN);
    await browser.submit({ action: 'accept' });
    expect(roles(forGraph.clientId)).not.toContain(extra.role.id);
  });
});
