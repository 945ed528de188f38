/** A client that goes away in the middle of a request is no error of ours. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { Browser } from './support/browser.ts';
import { signInToConsole } from './support/console-client.ts';
import { openRequest, sendRaw } from './support/raw-request.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
let headers: Record<string, string>;
/** Everything that would be in the log: reported errors, and what libraries print. */
let log: unknown[] = [];

beforeAll(async () => {
  stack = await startStack({ console: true, report: (error) => log.push(error) });
  const browser = new Browser();
  const client = await signInToConsole(browser, stack.origin, DEMO_ADMINISTRATOR);
  await client.start();
  headers = {
    cookie: await browser.cookiesFor(stack.origin),
    origin: stack.origin,
    'content-type': 'application/json',
  };
});
afterAll(() => stack.close());
beforeEach(() => {
  log = [];
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...line) => void log.push(line));
  }
});
afterEach(() => vi.restoreAllMocks());

const SERVICE = '/api/organizations/contoso/accounts/exchange-online';
const CHANGES = [
  ['POST', '/api/auth/sign-in/email'],
  ['POST', '/api/organizations/contoso/notifications/read'],
  ['PUT', `${SERVICE}/schedule`],
  ['POST', `${SERVICE}/targets`],
  ['POST', '/consents/link/none'],
] as const;
const FRAMINGS = [
  ['of a known length', { 'content-length': '1000' }],
  ['in chunks', { 'transfer-encoding': 'chunked' }],
] as const;

test.each(FRAMINGS)('a body %s that breaks off is not logged', async (_, framing) => {
  for (const [method, target] of CHANGES) {
    const sent = openRequest(stack.origin, { method, target, headers: { ...headers, ...framing } });
    sent.on('error', () => undefined);
    await new Promise((resolve) => void sent.write('{"method":', resolve));
    const closed = new Promise((resolve) => void sent.on('close', resolve));
    sent.destroy();
    await closed;
  }
  await expectNothingLogged();
});

test.each([
  '/api/session',
  `${SERVICE}/groups?search=Sales`,
  '/api/organizations/contoso/accounts',
  '/api/organizations/contoso/events',
  '/api/docs/swagger-ui-bundle.js',
  '/',
  '/readyz',
])('%s, left before and during the answer, is not logged', async (target) => {
  for (const leave of ['socket', 'response'] as const) {
    const sent = openRequest(stack.origin, { method: 'GET', target, headers });
    sent.on('error', () => undefined);
    sent.end();
    await once(sent, leave);
    sent.destroy();
  }
  await expectNothingLogged();
});

/** Requests that were sent later have been answered by then. */
async function expectNothingLogged(): Promise<void> {
  for (let i = 0; i < 5; i += 1) {
    await sendRaw(stack.origin, {
      method: 'GET',
      target: '/api/organizations/contoso/accounts',
      headers,
    });
  }
  expect(log).toEqual([]);
}
