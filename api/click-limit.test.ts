import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { CHANGES_WINDOW, MAX_CHANGES } from '../domain/limits.ts';
import { clickLimit } from './click-limit.ts';
import type { AppEnvironment } from './context.ts';
import { problemOf } from './problem.ts';

function organization(now?: () => number) {
  const app = new Hono<AppEnvironment>();
  app.use(async (c, next) => {
    const id = c.req.header('person') ?? '';
    c.set('session', { user: { id } } as AppEnvironment['Variables']['session']);
    c.set('organizationId', c.req.header('organization') ?? 'contoso');
    await next();
  });
  app.use(clickLimit(MAX_CHANGES, now));
  app.all('*', (c) => c.text('done'));
  app.onError((error, c) => c.json(problemOf(error, 'id'), 429));
  return async (method: string, person: string, organizationId = 'contoso') => {
    const headers = { person, organization: organizationId };
    const response = await app.request('/', { method, headers });
    return response.status;
  };
}

test('a person who changes an organization too often has to wait for a minute', async () => {
  let time = 0;
  const send = organization(() => time);
  for (let clicks = 0; clicks < MAX_CHANGES; clicks += 1)
    expect(await send('POST', 'ada')).toBe(200);
  expect(await send('POST', 'ada')).toBe(429);
  expect(await send('PUT', 'ada')).toBe(429);
  time = CHANGES_WINDOW;
  expect(await send('POST', 'ada')).toBe(200);
});

test('reading, other people and other organizations are not limited with it', async () => {
  const send = organization();
  for (let clicks = 0; clicks <= MAX_CHANGES; clicks += 1) await send('POST', 'ada');
  expect(await send('GET', 'ada')).toBe(200);
  expect(await send('POST', 'grace')).toBe(200);
  expect(await send('POST', 'ada', 'fabrikam')).toBe(200);
});
