/** Requests that no client sends by accident: each gets a 400 with a sentence and a code, on every route. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { Browser } from './support/browser.ts';
import { signInToConsole } from './support/console-client.ts';
import { expectProblem } from './support/problems.ts';
import { type RawRequest, sendRaw } from './support/raw-request.ts';
import { type DocumentedRoute, documentedRoutes, type Route } from './support/routes.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
let cookie: string;
let routes: DocumentedRoute[];
/** What the API reported as errors. */
let reports: unknown[] = [];

beforeAll(async () => {
  stack = await startStack({ database: 'PGlite', report: (error) => reports.push(error) });
  const browser = new Browser();
  const client = await signInToConsole(browser, stack.origin, DEMO_ADMINISTRATOR);
  await client.start();
  cookie = await browser.cookiesFor(stack.origin);
  routes = await documentedRoutes(stack.origin);
});
afterAll(() => stack.close());
beforeEach(() => {
  reports = [];
});

const SAMPLE: Readonly<Record<string, string>> = {
  organizationId: 'contoso',
  service: 'exchange-online',
  kind: 'exchange',
  groupId: '0b3c9a52-7d55-4f0e-9a3e-2f6f3c1d8e77',
  runId: '0b3c9a52-7d55-4f0e-9a3e-2f6f3c1d8e77',
};

/** Routes outside the OpenAPI document that also read what a client sends. */
const SIGN_IN: Route = { method: 'POST', path: '/api/auth/sign-in/email' };
const UNDOCUMENTED: readonly Route[] = [
  SIGN_IN,
  { method: 'POST', path: '/api/auth/sign-out' },
  { method: 'GET', path: '/api/auth/get-session' },
  { method: 'POST', path: '/api/auth/change-password' },
  { method: 'GET', path: '/api/auth/organization/list' },
  { method: 'POST', path: '/api/auth/organization/set-active' },
  { method: 'GET', path: '/api/openapi.json' },
  { method: 'GET', path: '/api/nowhere' },
];
const PAGES = ['/consents/sign-in', '/consents/callback', '/consents/link/secret'];
const OTHERS = ['/', '/healthz', '/readyz', '/assets/index.js', '/icon.svg', '/contoso/dashboard'];

const filled = ({ path }: Route, replaced: Readonly<Record<string, string>> = {}) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => replaced[name] ?? SAMPLE[name] ?? '');
const parametersOf = ({ path }: Route) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
const takesBody = ({ method }: Route) => method === 'POST' || method === 'PUT';

const send = (request: RawRequest) =>
  sendRaw(stack.origin, {
    ...request,
    headers: { cookie, origin: stack.origin, ...request.headers },
  });
const sendJson = (route: Route, body: string | Uint8Array, contentType = 'application/json') =>
  send({
    method: route.method,
    target: filled(route),
    body,
    headers: { 'content-type': contentType, 'content-length': `${Buffer.byteLength(body)}` },
  });

/** As a browser percent-encodes them, and as only a program sends them. */
const BAD_TEXT = [
  ['NUL', '%00'],
  ['NUL inside a text', 'a%00b'],
  ['half a surrogate pair', '%ED%A0%80'],
  ['bytes that are not UTF-8', '%FF%FE'],
  ['an incomplete percent-encoding', '%E0%A4%A'],
  ['a lone percent sign', '100%'],
] as const;

describe.each(BAD_TEXT)('%s', (_, text) => {
  test('in each parameter of each path is 400', async () => {
    for (const route of routes) {
      for (const name of parametersOf(route)) {
        const target = filled(route, { [name ?? '']: text });
        await expectRefused(await send({ method: route.method, target }), target);
      }
    }
  });

  test('in the name or value of a query parameter is 400 on every route', async () => {
    for (const route of [...routes, ...UNDOCUMENTED]) {
      for (const query of [`search=${text}`, `${text}=1`, `page=1&before=${text}`]) {
        const target = `${filled(route)}?${query}`;
        await expectRefused(await send({ method: route.method, target }), target);
      }
    }
  });

  test('is 400 outside the API too', async () => {
    for (const path of [...PAGES, ...OTHERS]) {
      for (const target of [`${path}${text}`, `${path}?state=${text}`]) {
        const answer = await send({ method: 'GET', target });
        expect([target, answer.status]).toEqual([target, 400]);
        expect(await answer.text()).toContain('InvalidInput');
      }
    }
    expect(reports).toEqual([]);
  });
});

const DEEP = 30_000;
const BAD_BODIES: readonly (readonly [string, string | Uint8Array])[] = [
  [
    'NUL in a value',
    JSON.stringify({ method: 'all\0', decision: 'allow', email: 'a\0@b.example' }),
  ],
  ['NUL in a name', JSON.stringify({ 'method\0': 'all' })],
  ['NUL deep inside', JSON.stringify({ method: 'selected', userIds: [{ deep: ['\0'] }] })],
  ['a NUL byte', '{"method":"all"}\0'],
  ['half a surrogate pair', '{"method":"\\ud800","email":"\\udc00@b.example"}'],
  [
    'bytes that are not UTF-8',
    Buffer.from([...Buffer.from('{"method":"'), 0xff, 0xfe, 0x22, 0x7d]),
  ],
  ['JSON that is cut off', '{"method":"al'],
  ['no JSON at all', 'method=all'],
  ['very deep arrays', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
  ['very deep objects', `${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}`],
];

describe.each(BAD_BODIES)('a body with %s', (_, body) => {
  test('is 400 on every route that takes one', async () => {
    for (const route of [...routes, ...UNDOCUMENTED].filter(takesBody)) {
      await expectRefused(await sendJson(route, body), `${route.method} ${route.path}`);
    }
  });
});

test('a body of another type is 400 on every route that takes one', async () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'nonsense',
  ];
  for (const route of [...routes, ...UNDOCUMENTED].filter(takesBody)) {
    for (const type of types) {
      const answer = await sendJson(route, '{"method":"all","decision":"allow"}', type);
      await expectRefused(answer, `${route.method} ${route.path} ${type}`);
    }
  }
});

const ACCOUNT = '/accounts/exchange-online';
const RUNS = `${ACCOUNT}/synchronizations`;
const REMOVALS = `${RUNS}/${SAMPLE['runId']}/held-removals`;
const long = (length: number) => 'a'.repeat(length);

/** Just outside of what each parameter takes. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  accountId: ['/audit-events?accountId=no-id'],
  before: [
    ...['0', '1.5', '2147483648'].map((before) => `/audit-events?before=${before}`),
    '/notifications?before=no-id',
    `${RUNS}?before=yesterday`,
    `${RUNS}?before=0000-01-01T00:00:00Z`,
  ],
  groupId: [`${ACCOUNT}/groups/no-id/users`],
  limit: [
    ...['0', '1.5', '501'].map((limit) => `/audit-events?limit=${limit}`),
    ...['0', '1.5', '201'].map((limit) => `${ACCOUNT}/directory/users?limit=${limit}`),
    ...['0', '1.5', '101'].map((limit) => `${RUNS}?limit=${limit}`),
    ...['0', '1.5', '201'].map((limit) => `${REMOVALS}?limit=${limit}`),
  ],
  offset: [
    ...['-1', '1.5'].map((offset) => `${ACCOUNT}/directory/users?offset=${offset}`),
    ...['-1', '1.5', '2147483648'].map((offset) => `${REMOVALS}?offset=${offset}`),
  ],
  page: [`${ACCOUNT}/groups/${SAMPLE['groupId']}/users?page=${long(9000)}`],
  runId: [`${RUNS}/no-id`],
  search: [
    `${ACCOUNT}/directory/groups?search=${long(257)}`,
    `${ACCOUNT}/groups?search=${long(257)}`,
  ],
  service: ['/accounts/word'],
  userPrincipalName: ['', '%20', long(257)].map(
    (name) => `${ACCOUNT}/users?userPrincipalName=${name}`,
  ),
};

/** The same for bodies. */
const BODIES_BEYOND: readonly (readonly [string, string, unknown, string])[] = [
  ['POST', '/targets', { method: 'some' }, 'method: '],
  ['POST', '/targets', { method: 'all', tenantId: 'no-id' }, 'tenantId: '],
  ['POST', '/targets', { method: 'selected', userIds: [] }, 'userIds: '],
  ['POST', '/targets', { method: 'selected', userIds: ['no-id'] }, 'userIds.0: '],
  ['POST', '/consents/teams', {}, 'kind: '],
  ['PUT', '/canary-mailbox', { address: ' ' }, 'address: '],
  ['PUT', '/canary-mailbox', { address: long(257) }, 'address: '],
  ['PUT', '/schedule', { timeOfDay: '24:00', timeZone: 'UTC' }, 'timeOfDay: '],
  ['PUT', '/schedule', { timeOfDay: '02:00', timeZone: 'Mars/Olympus' }, 'timeZone: must be'],
  ['PUT', '/schedule', { timeOfDay: '02:00', timeZone: long(65) }, 'timeZone: Too big'],
  [
    'POST',
    `/synchronizations/${SAMPLE['runId']}/held-removals`,
    { decision: 'perhaps' },
    'decision: ',
  ],
];

test('a value just beyond its bound is 400, and the answer names it', async () => {
  const organization = '/api/organizations/contoso';
  for (const [name, targets] of Object.entries(BEYOND)) {
    for (const target of targets) {
      const answer = await send({ method: 'GET', target: `${organization}${target}` });
      expect([target, answer.status]).toEqual([target, 400]);
      const { detail } = await expectProblem(answer, 400, 'InvalidInput');
      expect(detail).toMatch(new RegExp(`^${name}: `));
    }
  }
  for (const [method, tail, body, error] of BODIES_BEYOND) {
    const route = { method, path: `${organization}${ACCOUNT}${tail}` };
    const answer = await sendJson(route, JSON.stringify(body));
    expect([body, answer.status]).toEqual([body, 400]);
    expect((await expectProblem(answer, 400, 'InvalidInput')).detail).toContain(error);
  }
  expect(reports).toEqual([]);
});

const EXTREMES = [
  '-1',
  '1.5',
  '1e400',
  '2147483648',
  '9007199254740991',
  '99999999999999999999',
  'NaN',
  '',
  '%20',
  'a'.repeat(5000),
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
];

test('an extreme or repeated parameter never fails', async () => {
  const sent: string[] = [];
  for (const { method, path, query } of routes) {
    for (const name of query) {
      for (const value of [...EXTREMES, `1&${name}=2`]) {
        const target = `${filled({ method, path })}?${name}=${value}`;
        sent.push(target);
        const { status } = await send({ method, target });
        expect([target, status]).toEqual([target, expect.toBeOneOf([200, 400, 404, 409])]);
      }
    }
  }
  expect(reports).toEqual([]);
  expect(sent.length).toBeGreaterThan(100);
});

describe('a body that is too large', () => {
  const LENGTH = 4_000_000;
  const head = (target: string, more: string) =>
    `POST ${target} HTTP/1.1\r\nhost: provost\r\norigin: ${stack.origin}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;

  /** A connection, and what has come on it so far. */
  async function connected() {
    const { hostname, port } = new URL(stack.origin);
    const socket = connect(Number(port), hostname);
    const seen = { text: '' };
    socket.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const until = async (pattern: RegExp) => {
      while (!pattern.test(seen.text)) await once(socket, 'data');
    };
    const write = (text: string) =>
      new Promise<void>((resolve) => void socket.write(text, () => resolve()));
    return { socket, seen, until, write };
  }

  test('is read to its end before it is refused, and its connection takes the next request', async () => {
    const { socket, seen, until, write } = await connected();
    await write(head('/api/session', `content-length: ${LENGTH}`));
    await write(' '.repeat(100_000));
    // By now an early answer would have come.
    for (let times = 0; times < 5; times += 1) await fetch(`${stack.origin}/healthz`);
    expect(seen.text).toBe('');
    await write(' '.repeat(LENGTH - 100_000));
    await until(/The request is too large/);
    expect(seen.text).toMatch(/^HTTP\/1.1 400 /);
    expect(seen.text).not.toMatch(/connection: close/i);
    await write('GET /healthz HTTP/1.1\r\nhost: provost\r\n\r\n');
    await until(/HTTP\/1.1 200 /);
    socket.destroy();
  });

  test('of unknown length ends its connection, and says so', async () => {
    const { socket, seen, until, write } = await connected();
    const closed = once(socket, 'close');
    await write(head('/api/session', 'transfer-encoding: chunked'));
    await write(`${(100_000).toString(16)}\r\n${' '.repeat(100_000)}\r\n`);
    await until(/The request is too large/);
    expect(seen.text).toMatch(/connection: close/i);
    await closed;
  });
});

test('TRACE, with which no request may be passed on, is 400', async () => {
  const answer = await send({ method: 'TRACE', target: '/api/session' });
  const { detail } = await expectProblem(answer, 400, 'InvalidInput');
  expect(detail).toBe('This method is not supported.');
  expect(reports).toEqual([]);
});

test('well-formed text of any script is accepted', async () => {
  const search = encodeURIComponent('שלום %00 100% \u{1F469}\u200D\u{1F680} é');
  const target = `/api/organizations/contoso/audit-events?limit=1&search=${search}&plus=a+b`;
  expect((await send({ method: 'GET', target })).status).toBe(200);
  const route = { method: 'PUT', path: '/api/organizations/nowhere/accounts/{service}/schedule' };
  await expectProblem(await sendJson(route, '{"note":"\\ud83d\\ude80 שלום"}'), 404, 'NotFound');
});

async function expectRefused(answer: Response, what: string): Promise<void> {
  expect([what, answer.status]).toEqual([what, 400]);
  const { detail } = await expectProblem(answer, 400, 'InvalidInput');
  expect(detail).toMatch(/^[A-Z].*\.$/);
  expect(reports).toEqual([]);
}
