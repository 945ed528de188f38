/** Access control of every documented route: by role, by organization and by the origin of the request. */
import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { FAILURES } from '../domain/failures.ts';
import { CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import { Browser } from './support/browser.ts';
import { signInToConsole } from './support/console-client.ts';
import {
  completeStep,
  FABRIKAM_ADMINISTRATOR,
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import { expectProblem } from './support/problems.ts';
import { documentedRoutes, type Route } from './support/routes.ts';
import { type Stack, startStack } from './support/stack.ts';
import { waitFor } from './support/wait.ts';
import { start, submitAndWait, untilState, walkToTargets } from './support/walk.ts';

/** The routes by which viewers change something, their own: what they have read, their mails and their language. */
const PERSONAL: Readonly<Record<string, object>> = {
  '/notifications/read': {},
  '/mail-preferences': { kind: 'protected', wanted: false },
  '/session/language': { language: 'en' },
};
const personal = ({ path }: Route) =>
  Object.entries(PERSONAL).find(([suffix]) => path.endsWith(suffix))?.[1];
/** Never ends by itself, so a test has to close it. */
const EVENTS: Route = { method: 'GET', path: '/api/organizations/{organizationId}/events' };

const QUERIES: Readonly<Record<string, string>> = {
  '/users': `?userPrincipalName=${encodeURIComponent(CONTOSO_ADMINISTRATOR.email)}`,
  '/groups': '?search=Sales',
  '/sites': '?search=Sales',
  '/lookup': '?url=https://contoso.sharepoint.com',
};

let stack: Stack;
let administrator: ConsoleSession;
let viewer: ConsoleSession;
let routes: Route[];
let groupId: string;

beforeAll(async () => {
  stack = await startStack({ users: 60 });
  administrator = await openSession(stack, 'contoso', DEMO_ADMINISTRATOR);
  viewer = await openSession(stack, 'contoso', DEMO_VIEWER);
  routes = await documentedRoutes(stack.origin);
  await walkToTargets(administrator);
  groupId = (await administrator.client.groups('Sales'))[0]?.id ?? '';
});
afterAll(async () => {
  await removeAccount(administrator.client);
  await stack.close();
});

const changes = ({ method }: Route) => method !== 'GET';
const ofOrganization = ({ path }: Route) => path.includes('{organizationId}');

/** Exchange Online, which the test asks about, protects no sites. */
const ofSites = ({ path }: Route) => path.includes('/sites');

/** Only administrators see where events go. */
const ofWebhooks = ({ path }: Route) => path.includes('/webhooks');

function statusForViewer(route: Route): number {
  if (ofWebhooks(route)) return 403;
  return route.path.includes('{runId}') || ofSites(route) ? 404 : 200;
}

/** No run exists yet, so routes with a run id answer 404. */
const NO_RUN = '0b3c9a52-7d55-4f0e-9a3e-2f6f3c1d8e77';

function addressOf({ path }: Route, organizationId = 'contoso'): string {
  const filled = path
    .replace('{organizationId}', organizationId)
    .replace('{service}', 'exchange-online')
    .replace('{kind}', 'exchange')
    .replace('{groupId}', groupId)
    .replace('{runId}', NO_RUN)
    .replace('{endpointId}', NO_RUN)
    .replace('{deliveryId}', NO_RUN);
  const query = path.endsWith('{groupId}/users')
    ? ''
    : (QUERIES[`/${path.split('/').at(-1)}`] ?? '');
  return `${stack.origin}${filled}${query}`;
}

function ask(
  browser: Browser,
  route: Route,
  { organizationId, headers = {} }: { organizationId?: string; headers?: object } = {},
): Promise<Response> {
  const body = changes(route) ? JSON.stringify(personal(route) ?? { method: 'all' }) : undefined;
  const init = { method: route.method, body };
  return browser.fetch(addressOf(route, organizationId), {
    ...init,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Checks that the rejected requests did not change the account. */
async function expectUntouched(): Promise<void> {
  const { state, targetCount, method, consents } = await administrator.client.account();
  expect({ state, targetCount, method }).toEqual({
    state: 'awaitingTargets',
    targetCount: null,
    method: null,
  });
  expect(consents.map(({ status }) => status)).toEqual(['granted', 'granted']);
}

describe('every documented route', () => {
  test('is covered by this test', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'DELETE /api/organizations/{organizationId}/accounts/{service}',
      'DELETE /api/organizations/{organizationId}/accounts/{service}/consents/{kind}/links',
      'DELETE /api/organizations/{organizationId}/webhooks/{endpointId}',
      'GET /api/organizations/{organizationId}/accounts',
      'GET /api/organizations/{organizationId}/accounts/{service}',
      'GET /api/organizations/{organizationId}/accounts/{service}/directory/groups',
      'GET /api/organizations/{organizationId}/accounts/{service}/directory/sites',
      'GET /api/organizations/{organizationId}/accounts/{service}/directory/users',
      'GET /api/organizations/{organizationId}/accounts/{service}/groups',
      'GET /api/organizations/{organizationId}/accounts/{service}/groups/{groupId}/users',
      'GET /api/organizations/{organizationId}/accounts/{service}/removal',
      'GET /api/organizations/{organizationId}/accounts/{service}/sites',
      'GET /api/organizations/{organizationId}/accounts/{service}/sites/lookup',
      'GET /api/organizations/{organizationId}/accounts/{service}/synchronizations',
      'GET /api/organizations/{organizationId}/accounts/{service}/synchronizations/{runId}',
      'GET /api/organizations/{organizationId}/accounts/{service}/synchronizations/{runId}/held-removals',
      'GET /api/organizations/{organizationId}/accounts/{service}/users',
      'GET /api/organizations/{organizationId}/audit-events',
      'GET /api/organizations/{organizationId}/events',
      'GET /api/organizations/{organizationId}/mail-preferences',
      'GET /api/organizations/{organizationId}/notifications',
      'GET /api/organizations/{organizationId}/webhooks',
      'GET /api/organizations/{organizationId}/webhooks/{endpointId}/deliveries',
      'GET /api/organizations/{organizationId}/webhooks/{endpointId}/deliveries/{deliveryId}',
      'GET /api/session',
      'PATCH /api/organizations/{organizationId}/webhooks/{endpointId}',
      'POST /api/organizations/{organizationId}/accounts/{service}',
      'POST /api/organizations/{organizationId}/accounts/{service}/allow-list-reports',
      'POST /api/organizations/{organizationId}/accounts/{service}/checks',
      'POST /api/organizations/{organizationId}/accounts/{service}/consents/{kind}',
      'POST /api/organizations/{organizationId}/accounts/{service}/consents/{kind}/links',
      'POST /api/organizations/{organizationId}/accounts/{service}/consents/{kind}/links/mail',
      'POST /api/organizations/{organizationId}/accounts/{service}/synchronizations',
      'POST /api/organizations/{organizationId}/accounts/{service}/synchronizations/{runId}/held-removals',
      'POST /api/organizations/{organizationId}/accounts/{service}/targets',
      'POST /api/organizations/{organizationId}/notifications/read',
      'POST /api/organizations/{organizationId}/webhooks',
      'POST /api/organizations/{organizationId}/webhooks/{endpointId}/deliveries/{deliveryId}/redeliveries',
      'POST /api/organizations/{organizationId}/webhooks/{endpointId}/keys',
      'POST /api/organizations/{organizationId}/webhooks/{endpointId}/tests',
      'PUT /api/organizations/{organizationId}/accounts/{service}/canary-mailbox',
      'PUT /api/organizations/{organizationId}/accounts/{service}/schedule',
      'PUT /api/organizations/{organizationId}/mail-preferences',
      'PUT /api/session/language',
    ]);
  });

  test('requires a session', async () => {
    const anonymous = new Browser();
    for (const route of routes) {
      const problem = await expectProblem(await ask(anonymous, route), 401, 'NotSignedIn');
      expect(problem.detail).toBe(FAILURES.NotSignedIn.sentence);
    }
    await expectUntouched();
  });

  test('rejects a made-up session cookie', async () => {
    const headers = { cookie: 'provost.session_token=made.up; provost.session_token=again' };
    for (const route of routes) {
      const response = await ask(new Browser(), route, { headers });
      await expectProblem(response, 401, 'NotSignedIn');
    }
    await expectUntouched();
  });

  test('lets a viewer read, but not where webhooks go', async () => {
    for (const route of routes.filter((it) => !changes(it))) {
      const response = await ask(viewer.browser, route);
      expect([route.path, response.status]).toEqual([route.path, statusForViewer(route)]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      await response.body?.cancel();
    }
  });

  test('lets viewers change only what is their own', async () => {
    for (const route of routes.filter(changes)) {
      const response = await ask(viewer.browser, route);
      if (personal(route)) expect(response.status).toBe(200);
      else {
        const problem = await expectProblem(response, 403, 'Forbidden');
        expect(problem.detail).toBe(FAILURES.Forbidden.sentence);
      }
    }
    await expectUntouched();
  });

  const STRANGERS = [
    ['a viewer of another organization', () => viewer.browser, 'fabrikam'],
    ['an administrator if it does not exist', () => administrator.browser, 'nowhere'],
    ['a viewer if it does not exist', () => viewer.browser, 'nowhere'],
    ['an administrator if its id is spelled differently', () => administrator.browser, 'CONTOSO'],
  ] as const;
  test.each(STRANGERS)('of an organization answers 404 to %s', async (_, browser, id) => {
    const answers = new Set<string>();
    for (const route of routes.filter(ofOrganization)) {
      const response = await ask(browser(), route, { organizationId: id });
      const { correlationId, ...rest } = await expectProblem(response, 404, 'NotFound');
      expect(correlationId).not.toBe('');
      answers.add(JSON.stringify(rest));
    }
    // The answer does not reveal whether the organization exists.
    expect([...answers]).toEqual([
      JSON.stringify({
        type: 'urn:provost:problem:NotFound',
        title: FAILURES.NotFound.sentence,
        status: 404,
        detail: FAILURES.NotFound.sentence,
        code: 'NotFound',
      }),
    ]);
    await expectUntouched();
  });

  test('that changes something rejects requests from other sites', async () => {
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: stack.origin.replace('localhost', 'localhost.evil.example') },
      { origin: stack.sandbox },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const route of routes.filter(changes)) {
      for (const headers of foreign) {
        const response = await ask(administrator.browser, route, { headers });
        const problem = await expectProblem(response, 403, 'Forbidden');
        expect(problem.detail).toBe('The request comes from another site.');
      }
    }
    await expectUntouched();
  });

  test('returns the correlation id of the request unless it is malformed', async () => {
    const route: Route = { method: 'GET', path: '/api/session' };
    const given = await ask(new Browser(), route, { headers: { 'x-correlation-id': 'abc-12345' } });
    expect((await expectProblem(given, 401, 'NotSignedIn')).correlationId).toBe('abc-12345');
    const malformed = await ask(new Browser(), route, {
      headers: { 'x-correlation-id': '<b>12345' },
    });
    const { correlationId } = await expectProblem(malformed, 401, 'NotSignedIn');
    expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('unknown routes, unknown services and invalid queries get problem documents', async () => {
  const nowhere = await administrator.browser.fetch(`${stack.origin}/api/nowhere`);
  await expectProblem(nowhere, 404, 'NotFound');
  const outside = await fetch(`${stack.origin}/consents/nowhere`);
  await expectProblem(outside, 404, 'NotFound');
  const base = `${stack.origin}/api/organizations/contoso`;
  const service = await administrator.browser.fetch(`${base}/accounts/word`);
  expect((await expectProblem(service, 400, 'InvalidInput')).detail).toContain('service');
  const query = await administrator.browser.fetch(`${base}/audit-events?limit=many`);
  expect((await expectProblem(query, 400, 'InvalidInput')).detail).toContain('limit');
});

test('the account can be completed after all the rejected requests', async () => {
  const { synchronization } = await submitAndWait(administrator);
  expect(synchronization?.users).toBe(60);
  expect((await untilState(viewer, 'protected')).state).toBe('protected');
});

test('a step that is clicked a hundred times can be finished in the same browser', async () => {
  const session = await openSession(stack, 'fabrikam', DEMO_ADMINISTRATOR);
  await start(session);
  for (let click = 0; click < 100; click += 1) await session.client.consent('exchange');
  const { consents } = await completeStep(session, 'exchange', FABRIKAM_ADMINISTRATOR);
  expect(consents[0]).toMatchObject({ kind: 'exchange', status: 'granted' });
  await removeAccount(session.client);
});

/** Opens an event stream and collects its events until it ends. Keep-alives are collected separately. */
async function listen(browser: Browser, organizationId: string) {
  const ending = new AbortController();
  const response = await browser.fetch(addressOf(EVENTS, organizationId), {
    signal: ending.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const received: { event: string; data: string }[] = [];
  const keepAlives: string[] = [];
  const parser = createParser({
    onEvent: ({ event = '', data }) => {
      if (event === 'alive') keepAlives.push(data);
      else received.push({ event, data });
    },
  });
  const ended = (async () => {
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      parser.feed(decoder.decode(part.value, { stream: true }));
    }
  })();
  return {
    received,
    keepAlives,
    ended,
    stop: () => ending.abort(),
    /** Waits until at least this many events have arrived. */
    async until(many: number, of: readonly unknown[] = received): Promise<void> {
      await waitFor(`${many} events have arrived`, { seen: () => of }, () => of.length >= many);
    },
  };
}

const markRead = ({ client }: ConsoleSession) =>
  client.call('POST', `${client.base}/notifications/read`);

/** What a stream begins with: the account of each service, and the notifications. */
const FIRST = ['account', 'account', 'account', 'notifications'];

describe('the event stream', () => {
  test('never contains events of another organization', async () => {
    const stream = await listen(viewer.browser, 'contoso');
    await stream.until(FIRST.length);
    const fabrikam = await openSession(stack, 'fabrikam', DEMO_ADMINISTRATOR);
    const { accountId } = await start(fabrikam);
    await fabrikam.client.consent('exchange');
    await until(
      fabrikam.client,
      ({ consents }) => consents[0]?.status === 'waitingForAdministrator',
    );
    await removeAccount(fabrikam.client);
    const before = stream.received.length;
    expect(before).toBe(FIRST.length);
    // The stream still works: this is its next event.
    await markRead(viewer);
    await stream.until(before + 1);
    stream.stop();
    await stream.ended.catch(() => undefined);
    expect(stream.received.map(({ event }) => event)).toEqual([...FIRST, 'notifications']);
    expect(JSON.stringify(stream.received)).not.toContain(accountId);
    expect(JSON.stringify(stream.received)).not.toContain('fabrikam');
  });

  test('sends keep-alives while nothing happens', async () => {
    const stream = await listen(viewer.browser, 'contoso');
    await stream.until(1, stream.keepAlives);
    expect(stream.keepAlives).toEqual(['{}']);
    expect(stream.received.map(({ event }) => event)).toEqual(FIRST);
    stream.stop();
    await stream.ended.catch(() => undefined);
  });

  test('ends with the session and sends nothing more', async () => {
    // A separate session, because the tests share theirs.
    const leaving = new Browser();
    await signInToConsole(leaving, stack.origin, DEMO_VIEWER);
    const stream = await listen(leaving, 'contoso');
    await stream.until(FIRST.length);
    const signOut = await leaving.fetch(`${stack.origin}/api/auth/sign-out`, {
      method: 'POST',
      headers: { origin: stack.origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(signOut.status).toBe(200);
    await markRead(viewer);
    await stream.ended;
    expect(stream.received).toHaveLength(FIRST.length);
    await expectProblem(await ask(leaving, EVENTS), 401, 'NotSignedIn');
    expect((await untilState(viewer, 'protected')).state).toBe('protected');
  });
});

/** The last tests, because the viewer cannot get the public password of the demo back. */
describe('a change of the password', () => {
  const change = (newPassword: string) =>
    viewer.browser.fetch(`${stack.origin}/api/auth/change-password`, {
      method: 'POST',
      headers: { origin: stack.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword: DEMO_VIEWER.password, newPassword }),
    });

  test('to one that is easy to guess is refused with a problem document', async () => {
    await expectProblem(await change('password1234'), 400, 'PasswordGuessable');
    await expectProblem(await change('Vic-Viewer-2026'), 400, 'PasswordPersonal');
  });

  test("ends the person's other sessions with their streams, and not this one", async () => {
    const elsewhere = new Browser();
    await signInToConsole(elsewhere, stack.origin, DEMO_VIEWER);
    const [there, here] = [
      await listen(elsewhere, 'contoso'),
      await listen(viewer.browser, 'contoso'),
    ];
    await there.until(FIRST.length);
    await here.until(FIRST.length);
    expect((await change('seven green teapots whistle')).status).toBe(200);
    await markRead(viewer);
    await there.ended;
    expect(there.received).toHaveLength(FIRST.length);
    await expectProblem(await ask(elsewhere, EVENTS), 401, 'NotSignedIn');
    await here.until(FIRST.length + 1);
    here.stop();
    await here.ended.catch(() => undefined);
  });
});
