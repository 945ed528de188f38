import { expect, test } from 'vitest';
import { connectClient } from './connection.ts';
import { refuseAll } from './refusing-server.fixture.ts';

const UNAVAILABLE = 14;

// The retry would be an uncaught error, which fails the whole run.
test('a call that waits for its next try when the connection is closed fails, and nothing else does', async () => {
  const server = await refuseAll(UNAVAILABLE);
  const client = connectClient({ address: server.address, namespace: 'default' });
  const failure = client.workflow
    .getHandle('exchange-online/contoso')
    .signal('any')
    .then(
      () => null,
      (error: unknown) => error,
    );
  await server.refused;
  await client.connection.close();
  expect(await failure).toBeInstanceOf(Error);
  server.close();
}, 15_000);
