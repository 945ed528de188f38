import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  ADMIN,
  createBrowser,
  createTestEntra,
  redirectQuery,
  REGISTRATIONS,
} from './entra.fixture.ts';

const { forExchange } = REGISTRATIONS;
const RETURN = 'http://127.0.0.1:3000/consents/sign-in';
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-in-length';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

const QUERY = {
  client_id: forExchange.clientId,
  response_type: 'code',
  scope: 'openid profile',
  redirect_uri: RETURN,
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};
type Query = Record<string, string>;

function start() {
  const entra = createTestEntra();
  const browser = createBrowser(entra.app);
  const authorize = (change: Query = {}, authority = 'organizations') =>
    browser.get(`/${authority}/oauth2/v2.0/authorize`, { ...QUERY, ...change });
  const redeem = async (change: Query = {}, authority = 'organizations') => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: forExchange.clientId,
      client_secret: 'sandbox-exchange-secret',
      code: redirectQuery(browser.page)['code'] ?? '',
      redirect_uri: RETURN,
      code_verifier: VERIFIER,
      ...change,
    });
    const response = await entra.app.request(`/${authority}/oauth2/v2.0/token`, {
      method: 'POST',
      body,
    });
    return { status: response.status, body: answerSchema.parse(await response.json()) };
  };
  return { ...entra, browser, authorize, redeem };
}

afterEach(() => vi.useRealTimers());

const answerSchema = z.object({
  id_token: z.string().optional(),
  access_token: z.string().optional(),
  scope: z.string().optional(),
  error: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
});

describe('signing in', () => {
  test('returns a code whose id_token contains tenant, person and directory roles', async () => {
    const { browser, authorize, redeem, contoso } = start();
    await authorize();
    const page = await browser.signIn(...ADMIN);
    expect(page.status).toBe(302);
    expect(redirectQuery(page)['state']).toBe('the state');

    const { body } = await redeem();
    expect(body.scope).toBe('openid profile');
    const claims = decodeJwt(body.id_token ?? '');
    expect(claims).toMatchObject({
      iss: `https://login.microsoftonline.com/${contoso.id}/v2.0`,
      aud: forExchange.clientId,
      nonce: 'the nonce',
      tid: contoso.id,
      oid: '1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631',
      preferred_username: 'admin@contoso.example',
      name: 'Ada Lindqvist',
      ver: '2.0',
      acct: 0,
    });
    expect(claims['wids']).toContain('62e90394-69f5-4237-9190-012177145e10');
    expect(claims.sub).not.toBe(claims['oid']);
    expect(claims).not.toHaveProperty('idp');
  });

  test('without the profile scope there is no tid and no oid', async () => {
    const { browser, authorize, redeem } = start();
    await authorize({ scope: 'openid' });
    await browser.signIn(...ADMIN);
    const claims = decodeJwt((await redeem()).body.id_token ?? '');
    expect(claims).not.toHaveProperty('tid');
    expect(claims).not.toHaveProperty('oid');
    expect(claims['wids']).toContain('62e90394-69f5-4237-9190-012177145e10');
  });

  test('without the openid scope there is no id_token', async () => {
    const { browser, authorize, redeem } = start();
    await authorize({ scope: 'profile' });
    await browser.signIn(...ADMIN);
    expect((await redeem()).body).not.toHaveProperty('id_token');
  });

  test('a guest gets the requested tenant, and idp and acct identify the home tenant', async () => {
    const { browser, authorize, redeem, contoso, fabrikam } = start();
    await authorize({}, contoso.defaultDomain);
    await browser.signIn('consultant@fabrikam.example', 'fabrikam-consultant');
    const claims = decodeJwt((await redeem()).body.id_token ?? '');
    expect(claims).toMatchObject({
      tid: contoso.id,
      idp: `https://sts.windows.net/${fabrikam.id}/`,
      acct: 1,
      preferred_username: 'consultant@fabrikam.example',
    });
  });

  test('a member whose home tenant is another one has acct 0, and idp identifies that tenant', async () => {
    const { browser, authorize, redeem, northwind, fabrikam } = start();
    await authorize({}, northwind.defaultDomain);
    await browser.signIn('consultant@fabrikam.example', 'fabrikam-consultant');
    expect(decodeJwt((await redeem()).body.id_token ?? '')).toMatchObject({
      tid: northwind.id,
      idp: `https://sts.windows.net/${fabrikam.id}/`,
      acct: 0,
    });
  });

  test('a role that a person is eligible for is in wids only after its activation', async () => {
    const { browser, authorize, redeem, northwind } = start();
    const rolesOf = async () => {
      await authorize({ prompt: 'login' });
      await browser.signIn('eligible@northwind.example', 'northwind-eligible');
      return decodeJwt((await redeem()).body.id_token ?? '')['wids'];
    };
    expect(await rolesOf()).not.toContain('62e90394-69f5-4237-9190-012177145e10');
    northwind.faults.activatedRoles = ['eligible@northwind.example'];
    expect(await rolesOf()).toContain('62e90394-69f5-4237-9190-012177145e10');
  });

  test.each([
    ['phone', '+1 4255550100'],
    ['guestForm', 'admin_contoso.example#EXT#@contoso.example'],
    ['missing', undefined],
  ] as const)('preferred_username can be unlike an address: %s', async (form, expected) => {
    const { browser, authorize, redeem, contoso } = start();
    contoso.faults.preferredUsername = form;
    await authorize();
    await browser.signIn(...ADMIN);
    const claims = decodeJwt((await redeem()).body.id_token ?? '');
    expect(claims['preferred_username']).toBe(expected);
  });

  test('a wrong password or an unknown name shows an error and signs no one in', async () => {
    const { browser, authorize } = start();
    await authorize();
    const wrong = await browser.signIn('admin@contoso.example', 'wrong');
    expect(wrong.html).toContain('Your account or password is incorrect');
    const unknown = await browser.signIn('<b>nobody', 'wrong');
    expect(unknown.html).toContain('name &lt;b&gt;nobody');
    expect((await authorize({ prompt: 'none' })).location).toContain('error=login_required');
  });

  test('the sandbox banner is in a landmark, and addresses wrap before @', async () => {
    const { authorize } = start();
    const { html } = await authorize();
    expect(html).toMatch(/<header[^>]*>Sandbox tenant — not Microsoft<\/header>/);
    expect(html).toContain('consultant<wbr />@fabrikam.example');
  });

  test('an account from another tenant stays on an Entra page with AADSTS50020', async () => {
    const { browser, authorize, contoso } = start();
    await authorize({}, contoso.id);
    const page = await browser.signIn('admin@fabrikam.example', 'fabrikam-admin');
    expect(page.location).toBeNull();
    expect(page.html).toContain('AADSTS50020');
  });

  test('Cancel redirects with error_subcode', async () => {
    const { browser, authorize } = start();
    await authorize();
    const { location } = await browser.submit({ action: 'cancel' });
    expect(location).toBe(`${RETURN}?error=access_denied&error_subcode=cancel&state=the+state`);
  });

  test('the session cookie is HttpOnly and replaced at sign-in', async () => {
    const { browser, authorize } = start();
    const page = await authorize();
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const planted = new Map(browser.cookies);
    await browser.signIn(...ADMIN);
    expect([...browser.cookies.values()]).not.toEqual([...planted.values()]);
    for (const [name, value] of planted) browser.cookies.set(name, value);
    expect((await authorize({ prompt: 'none' })).location).toContain('error=login_required');
  });
});

describe('signed-in accounts', () => {
  const signedIn = async () => {
    const started = start();
    await started.authorize();
    await started.browser.signIn(...ADMIN);
    return started;
  };

  test('a single account continues without a prompt', async () => {
    const { authorize } = await signedIn();
    expect(redirectQuery(await authorize())).toHaveProperty('code');
  });

  test('select_account lets the user pick an account or add another one', async () => {
    const { browser, authorize, redeem } = await signedIn();
    const picker = await authorize({ prompt: 'select_account' });
    expect(picker.html).toContain('Pick an account');
    expect((await browser.submit({ account: '' })).html).toContain('type="password"');
    await browser.signIn('admin@fabrikam.example', 'fabrikam-admin');

    const both = await authorize();
    expect(both.html).toContain('admin<wbr />@contoso.example');
    expect(both.html).toContain('admin<wbr />@fabrikam.example');
    await browser.submit({ account: '71de68da-c2f5-4a9e-9be7-d6d8fe0ac297' });
    const claims = decodeJwt((await redeem()).body.id_token ?? '');
    expect(claims['preferred_username']).toBe('admin@fabrikam.example');
  });

  test('prompt=login requires the password again', async () => {
    const { authorize } = await signedIn();
    expect((await authorize({ prompt: 'login' })).html).toContain('type="password"');
  });

  test('login_hint selects the account or prefills the name', async () => {
    const { authorize } = await signedIn();
    expect((await authorize({ login_hint: 'ADMIN@contoso.example' })).location).toContain('code=');
    const page = await authorize({ login_hint: 'user@contoso.example' });
    expect(page.html).toContain('value="user@contoso.example"');
  });

  test('prompt=none redirects with a code or with the required interaction', async () => {
    const { browser, authorize } = await signedIn();
    expect(redirectQuery(await authorize({ prompt: 'none' }))).toHaveProperty('code');
    await authorize({ prompt: 'login' });
    await browser.signIn('user@contoso.example', 'contoso-user');
    const query = redirectQuery(await authorize({ prompt: 'none' }));
    expect(query['error']).toBe('interaction_required');
  });

  test('sign-out ends all accounts and redirects to registered addresses only', async () => {
    const { browser, authorize } = await signedIn();
    const path = '/organizations/oauth2/v2.0/logout';
    const evil = await browser.get(path, { post_logout_redirect_uri: 'http://evil.example/' });
    expect(evil.location).toBeNull();
    expect((await authorize()).html).toContain('type="password"');
    const back = await browser.get(path, { post_logout_redirect_uri: RETURN });
    expect(back.location).toBe(RETURN);
  });
});

describe('user consent', () => {
  test('prompt=consent shows the permissions; declining redirects with 65004', async () => {
    const { browser, authorize } = start();
    await authorize({ prompt: 'consent' });
    const page = await browser.signIn(...ADMIN);
    expect(page.html).toContain('View your basic profile');
    const declined = redirectQuery(await browser.submit({ action: 'decline' }));
    expect(declined['error_description']).toMatch(/^AADSTS65004/);
    await authorize({ prompt: 'consent' });
    expect(redirectQuery(await browser.submit({ action: 'accept' }))).toHaveProperty('code');
  });

  test('a tenant can require it once per application', async () => {
    const { browser, authorize, contoso } = start();
    contoso.faults.askUserConsent = true;
    await authorize();
    const page = await browser.signIn(...ADMIN);
    expect(page.html).toContain('View your basic profile');
    expect((await authorize({ prompt: 'none' })).location).toContain('AADSTS65001');
    await authorize();
    expect((await browser.submit({ action: 'accept' })).location).toContain('code=');
    expect((await authorize()).location).toContain('code=');
  });
});

describe('rejected requests', () => {
  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type', '700054'],
    [{ response_type: '' }, 'invalid_request', '900144'],
    [{ scope: ' ' }, 'invalid_request', '900144'],
    [{ code_challenge_method: 'plain' }, 'invalid_request', '501491'],
    [{ code_challenge: 'short' }, 'invalid_request', '501491'],
    [{ prompt: 'sometimes' }, 'invalid_request', '9002326'],
  ])('%o is redirected to the application with %s', async (change, error, number) => {
    const { authorize } = start();
    const query = redirectQuery(await authorize(change));
    expect(query['error']).toBe(error);
    expect(query['error_description']).toContain(`AADSTS${number}:`);
    expect(query['state']).toBe('the state');
  });

  test.each([
    [{ client_id: 'nobody' }, 'organizations', '700016'],
    [{ redirect_uri: 'https://evil.example/' }, 'organizations', '50011'],
    [{}, 'nowhere.example', '90002'],
  ])('%o at %s is never redirected', async (change: Query, authority, number) => {
    const { authorize } = start();
    const page = await authorize(change, authority);
    expect(page.location).toBeNull();
    expect(page.html).toContain(`AADSTS${number}`);
  });

  test('form_post returns code and state in a form and escapes the state', async () => {
    const { browser, authorize } = start();
    await authorize({ response_mode: 'form_post', state: '"><script>alert(1)</script>' });
    const page = await browser.signIn(...ADMIN);
    expect(page.html).toContain(`action="${RETURN}"`);
    expect(page.html).toContain('name="code"');
    expect(page.html).not.toContain('<script>alert');
    expect(page.html).toContain('&quot;&gt;&lt;script&gt;alert(1)');
    const nonce = /script-src 'nonce-([^']+)'/.exec(
      page.headers.get('content-security-policy') ?? '',
    )?.[1];
    expect(page.html).toContain(`<script nonce="${nonce?.replaceAll('"', '')}">`);
  });
});

describe('redeeming the code', () => {
  const withCode = async (authority?: string) => {
    const started = start();
    await started.authorize({}, authority);
    await started.browser.signIn(...ADMIN);
    return started;
  };

  test('once', async () => {
    const { redeem } = await withCode();
    expect((await redeem()).status).toBe(200);
    const again = await redeem();
    expect(again.status).toBe(400);
    expect(again.body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
  });

  test('at its own tenant, addressed by id', async () => {
    const { redeem, contoso } = await withCode();
    expect((await redeem({}, contoso.id)).status).toBe(200);
  });

  test.each([
    [{ code_verifier: 'another-verifier-of-at-least-forty-three-characters' }, 501481],
    [{ redirect_uri: 'http://127.0.0.1:3000/consents/callback' }, 500112],
    [{ code: 'unknown' }, 70000],
    [{ client_secret: 'wrong' }, 7000215],
    [
      {
        client_id: REGISTRATIONS.forGraph.clientId,
        client_secret: 'sandbox-graph-secret',
      },
      70000,
    ],
  ])('%o is rejected, and the code stays redeemable', async (change: Query, number) => {
    const { redeem } = await withCode();
    expect((await redeem(change)).body.error_codes).toEqual([number]);
    expect((await redeem()).status).toBe(200);
  });

  test('not at another tenant', async () => {
    const { redeem, fabrikam } = await withCode();
    expect((await redeem({}, fabrikam.id)).body.error_codes).toEqual([700005]);
  });

  test('not after ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-05T10:00:00Z') });
    const { redeem } = await withCode();
    vi.setSystemTime(new Date('2026-11-05T10:10:00Z'));
    expect((await redeem()).body.error_codes).toEqual([70008]);
  });

  test('not without the code_verifier', async () => {
    const { redeem } = await withCode();
    expect((await redeem({ code_verifier: '' })).body.error_codes).toEqual([501481]);
  });
});
