/** Delivery of the console in a browser: few bytes, few requests, nothing inline. */
import { parse } from 'node-html-parser';
import { expect } from 'vitest';
import { consolePage, CONTOSO } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { countTransfers } from './support/transferred.ts';

const LARGEST_LOAD = 200_000;
const MOST_REQUESTS = 6;

const test = consoleTest({ users: 20 });

test('sign-in and dashboard load at most 200 kB of JavaScript', async ({ visit }) => {
  const visitor = await visit({ as: null });
  visitor.expectComplaints(/status of 401/);
  const transfers = await countTransfers(visitor);
  await consolePage(visitor).signIn();
  const scripts = transfers.filter(({ type }) => type === 'Script');
  expect(scripts.map(({ bytes }) => bytes)).not.toContain(0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(LARGEST_LOAD);
});

test('a visit to the dashboard sends at most six API requests', async ({ visit }) => {
  const visitor = await visit();
  const requested: string[] = [];
  visitor.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) requested.push(pathname);
  });
  const console = consolePage(visitor);
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.waitFor();
  await expect.poll(() => requested.some((path) => path.endsWith('/events'))).toBe(true);
  expect(requested.length).toBeLessThanOrEqual(MOST_REQUESTS);
});

test('the policy allows nothing inline or unsafe, with a fresh nonce each time', async ({
  stack,
}) => {
  const nonces = new Set<string>();
  for (const path of ['/', '/sign-in', `${CONTOSO}/dashboard`]) {
    const answer = await fetch(stack.origin + path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('unsafe');
    expect(policy).toMatch(/(^|; )script-src 'self'(;|$)/);
    const document = parse(await answer.text());
    for (const script of document.querySelectorAll('script')) {
      expect(script.getAttribute('src')).toBeTruthy();
      expect(script.text.trim()).toBe('');
    }
    expect(document.querySelectorAll('style, [style], [onload], [onclick]')).toEqual([]);
    const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
    expect(policy).toContain(`'nonce-${nonce}'`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});
