/** The console at an address other than its public one. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
let port: string;
let here: string;
beforeAll(async () => {
  stack = await startStack();
  ({ port } = new URL(stack.origin));
  here = `http://127.0.0.1:${port}`;
});
afterAll(() => stack?.close());

/** A request with any Host header, which `fetch` does not allow. */
function open(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; location: string | undefined }>((resolve, reject) => {
    const sent = request(`${here}${path}`, { headers }, (response) => {
      response.resume();
      const { statusCode = 0, headers: received } = response;
      response.on('end', () => resolve({ status: statusCode, location: received.location }));
    });
    sent.on('error', reject).end();
  });
}

const signIn = (headers: Record<string, string>) =>
  fetch(`${here}/api/auth/sign-in/email`, {
    method: 'POST',
    body: JSON.stringify(DEMO_ADMINISTRATOR),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('on this machine', () => {
  test.each(['127.0.0.1', '[::1]', '127.0.0.2'])(
    'a page that is opened at %s is opened at the public address',
    async (host) => {
      const path = '/organizations/contoso?tab=1';
      const { status, location } = await open(path, { host: `${host}:${port}` });
      expect(status).toBe(302);
      expect(location).toBe(`${stack.origin}${path}`);
    },
  );

  test.each(['/api/auth/ok', '/healthz', '/readyz', '/assets/none.js'])(
    '%s is answered at any address',
    async (path) => {
      const { location } = await open(path, { host: `127.0.0.1:${port}` });
      expect(location).toBeUndefined();
    },
  );

  test.each([{ host: 'localhost' }, { host: 'console.example' }, { host: '127.0.0.1:1' }])(
    'nobody is sent elsewhere from $host',
    async ({ host }) => {
      const named = host.includes(':') ? host : `${host}:${port}`;
      expect((await open('/', { host: named })).location).toBeUndefined();
    },
  );

  test('a path that looks like another site leads nowhere but to the public address', async () => {
    const { location } = await open('//evil.example/x', { host: `127.0.0.1:${port}` });
    expect(location === undefined || location.startsWith(`${stack.origin}/`)).toBe(true);
  });
});

test('a change from a page at another address of ours is refused with the right address', async () => {
  const response = await signIn({ origin: here, 'sec-fetch-site': 'same-origin' });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    code: 'WrongAddress',
    detail: `This console must be opened at ${stack.origin}. Requests from pages at other addresses are refused.`,
    details: { address: stack.origin },
  });
});

test.each([
  { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'http://evil.example' },
])('a change from a page of another site is refused as that', async (headers) => {
  const response = await signIn(headers as Record<string, string>);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'Forbidden' });
});
