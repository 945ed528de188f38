import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../api/server.ts';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { walkJourney } from '../journey/journey.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { fuzz } from './schemathesis.ts';
import { knownAt, LASTING, UNLIMITED } from './stages.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ maxChanges: UNLIMITED });
  const { origin } = stack;
  await walkJourney({ origin, credentials: DEMO_ADMINISTRATOR, method: 'all' });
});
afterAll(() => stack?.close());

test('every request that covers the document is answered as documented', async () => {
  const target = { origin: stack.origin, ...(await knownAt(stack)) };
  const { answers, failures } = await fuzz({ ...target, phase: 'coverage', choice: LASTING });
  expect(failures).toBeNull();
  const routes = new Set(answers.map(({ route }) => route));
  const done = answers.filter(({ status }) => status < 300);
  expect(new Set(done.map(({ route }) => route)).size).toBeGreaterThan(routes.size / 2);
});

const route = (path: string) =>
  createRoute({
    method: 'get',
    path,
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: z.object({ done: z.boolean() }) } },
      },
    },
  });

test('a server error and an answer that is not by the document are shown with their requests', async () => {
  const app = new OpenAPIHono();
  app.openapi(route('/right'), (c) => c.json({ done: true }, 200));
  app.openapi(route('/broken'), () => new Response('', { status: 500 }) as never);
  app.openapi(route('/other'), (c) => c.json({ done: 'no' } as never, 200));
  app.doc31('/api/openapi.json', { openapi: '3.1.0', info: { title: 'Wrong', version: '1' } });
  const server = await listen(app, { host: '127.0.0.1', port: 0, setting: 'nothing' });
  const origin = `http://127.0.0.1:${server.port}`;
  const { answers, failures } = await fuzz({
    origin,
    cookie: 'none=',
    known: {},
    phase: 'coverage',
  });
  await server.close();
  expect(answers).toContainEqual({ route: 'GET /right', status: 200 });
  expect(failures).toContain(`${origin}/broken\n`);
  expect(failures).toContain(`${origin}/other\n`);
  expect(failures).not.toContain(`${origin}/right\n`);
});
