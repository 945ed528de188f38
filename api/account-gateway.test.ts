/** Temporal servers that are absent, that answer nothing, as a stopped one does, or that refuse everything. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { connectClient } from '../temporal/connection.ts';
import { refuseAll } from '../temporal/refusing-server.fixture.ts';
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
