import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { correlation } from './context.ts';

const app = new Hono().use(correlation).get('/', (c) => c.text(c.get('requestId')));

/** The correlation id of a request, which the answer must repeat. */
async function idOf(given?: string): Promise<string> {
  const headers = given === undefined ? undefined : { 'x-correlation-id': given };
  const answer = await app.request('/', { headers });
  const id = await answer.text();
  expect(answer.headers.get('x-correlation-id')).toBe(id);
  return id;
}

test.each(['abc-12345', 'A'.repeat(64)])("the caller's correlation id is kept: %s", async (id) => {
  expect(await idOf(id)).toBe(id);
});

test.each([
  undefined,
  '',
  'A'.repeat(65),
  '<b>12345',
  'abc 12345',
  'abc"12345',
  'abc;12345',
  'äbc-1234',
])('an absent or unsound correlation id is replaced: %s', async (given) => {
  expect(await idOf(given)).toMatch(/^[0-9a-f-]{36}$/);
});
