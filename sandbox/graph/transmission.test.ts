import { get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenTestGraph } from './graph.fixture.ts';

let graph: Awaited<ReturnType<typeof listenTestGraph>>;
beforeEach(async () => {
  graph = await listenTestGraph();
});
afterEach(() => graph.close());

interface Received {
  readonly status: number | undefined;
  readonly announced: number;
  readonly body: string;
  readonly complete: boolean;
}

/** Receives a complete or partial response. Rejects if nothing arrives. */
const receive = (target: string): Promise<Received> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer User.Read.All,GroupMember.Read.All' };
    get(`${graph.origin}/v1.0${target}`, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => {});
      response.on('close', () =>
        resolve({
          status: response.statusCode,
          announced: Number(response.headers['content-length']),
          body: Buffer.concat(chunks).toString(),
          complete: response.complete,
        }),
      );
    }).on('error', reject);
  });

const USERS = '/users?$top=999';

test('truncate cuts a response in the middle of its body and announces the full length', async () => {
  const whole = await receive(USERS);
  Object.assign(graph.tenant.faults, { truncateNext: 1, truncatePathContains: '/users' });
  expect(await receive('/groups')).toMatchObject({ complete: true });
  const cut = await receive(USERS);
  expect(cut).toMatchObject({ status: 200, complete: false, announced: whole.announced });
  expect(Buffer.byteLength(cut.body)).toBe(Math.floor(whole.announced / 2));
  expect(whole.body.startsWith(cut.body)).toBe(true);
  expect(await receive(USERS)).toMatchObject({ complete: true, body: whole.body });
});

test('drop cuts the connection without a response, after the skipped requests', async () => {
  Object.assign(graph.tenant.faults, { dropNext: 1, dropSkip: 2 });
  for (const target of [USERS, '/groups'])
    expect(await receive(target)).toMatchObject({ status: 200 });
  await expect(receive(USERS)).rejects.toThrow('socket hang up');
  expect(await receive(USERS)).toMatchObject({ status: 200 });
});
