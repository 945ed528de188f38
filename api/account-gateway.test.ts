/** Temporal servers that are absent, that answer nothing, as a stopped one does, or that refuse everything. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { connectClient } from '../temporal/connection.ts';
import { createAccountGateway } from './account-gateway.ts';

const silent = createServer(() => undefined);
const portOf = () => (silent.address() as AddressInfo).port;
beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
afterAll(() => void silent.close());

/** No account is stored. */
const store = { accounts: { find: async () => null } } as unknown as Store;
const id = randomUUID();

describe.concurrent.each([
  { server: 'an absent server', address: () => '127.0.0.1:1' },
  { server: 'a silent server', address: () => `127.0.0.1:${portOf()}` },
])('with $server', ({ address }) => {
  test.each([
    ['start', (it: Gateway) => it.start('exchange-online', 'contoso', id)],
    ['view', (it: Gateway) => it.view('exchange-online', 'contoso')],
    ['remove', (it: Gateway) => it.remove('exchange-online', 'contoso')],
    ['requestCheck', (it: Gateway) => it.requestCheck('exchange-online', 'contoso', 'a')],
    [
      'requestSynchronization',
      (it: Gateway) => it.requestSynchronization('exchange-online', 'c', 'a'),
    ],
    [
      'setSchedule',
      (it: Gateway) => it.setSchedule('exchange-online', 'c', { accountId: 'a', schedule: null }),
    ],
    ['ready', (it: Gateway) => it.ready()],
  ])('%s fails with Unavailable', async (_name, call) => {
    const client = connectClient({ address: address(), namespace: 'default' });
    const gateway = createAccountGateway({ client, store });
    await expect(call(gateway)).rejects.toMatchObject({ type: 'Unavailable' });
    await client.connection.close();
  });
});

/** An empty message of gRPC: not compressed, of length 0. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** Lets clients connect, and answers every other call with one status of gRPC. */
async function refuseAll(status: number): Promise<{ address: string; close(): void }> {
  const server = createHttp2Server();
  server.on('stream', (stream, { ':path': path }) => {
    const accepted = path?.endsWith('/GetSystemInfo');
    const grpcStatus = { 'grpc-status': accepted ? 0 : status };
    const headers = { ':status': 200, 'content-type': 'application/grpc' };
    if (!accepted) return stream.respond({ ...headers, ...grpcStatus }, { endStream: true });
    stream.respond(headers, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers(grpcStatus));
    return stream.end(EMPTY_MESSAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, close: () => void server.close() };
}

describe.concurrent('with a server that refuses', () => {
  test.each([
    ['UNKNOWN', 2],
    ['FAILED_PRECONDITION', 9],
    ['ABORTED', 10],
    ['INTERNAL', 13],
  ])('a change fails with Unavailable after %s', async (_name, status) => {
    const server = await refuseAll(status);
    const client = connectClient({ address: server.address, namespace: 'default' });
    const gateway = createAccountGateway({ client, store });
    await expect(
      gateway.requestSynchronization('exchange-online', 'contoso', id),
    ).rejects.toMatchObject({ type: 'Unavailable' });
    await client.connection.close();
    server.close();
  });
});

type Gateway = ReturnType<typeof createAccountGateway>;
