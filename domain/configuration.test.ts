import { expect, test } from 'vitest';
import { ConfigurationError, listenFailure } from './configuration.ts';

const wanted = { port: 3000, setting: 'PROVOST_PORT' };

test('a port in use is a matter of configuration: the message names the port and its setting', () => {
  const error = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
  const failure = listenFailure(error, wanted);
  expect(failure).toBeInstanceOf(ConfigurationError);
  expect(failure).toMatchObject({
    message:
      'Port 3000 is taken by another program. Stop that program, or choose another port with PROVOST_PORT.',
    cause: error,
  });
  const named = listenFailure(error, { ...wanted, purpose: 'the console' });
  expect(named.message).toMatch(/^Port 3000, meant for the console, is taken by another program\./);
});

test('any other failure to listen stays what it is', () => {
  const denied = Object.assign(new Error('listen'), { code: 'EACCES' });
  expect(listenFailure(denied, wanted)).toBe(denied);
});
