import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { configuredUrl, LARGEST_BODY, REQUEST_TIMEOUT, send } from './transport.ts';
import { configurationAt, serve } from './loopback.fixture.ts';

const GRAPH = 'https://graph.microsoft.com';

afterEach(() => {
  vi.useRealTimers();
});

test('maps the canonical origin and keeps path and query', async () => {
  const server = await serve(() => ({ status: 418, headers: { 'request-id': 'r' }, body: 'tea' }));
  const answer = await send(configurationAt(server.origin), {
    method: 'POST',
    url: `${GRAPH}/v1.0/users?$top=1&a=%23`,
    headers: { authorization: 'Bearer x' },
    body: 'b',
  });
  expect(answer).toMatchObject({ status: 418, body: 'tea' });
  expect(answer.headers.get('request-id')).toBe('r');
  expect(server.seen).toMatchObject([
    { method: 'POST', url: '/v1.0/users?$top=1&a=%23', body: 'b' },
  ]);
});

test.each([
  'https://graph.microsoft.com.example/v1.0/users',
  'http://graph.microsoft.com/v1.0/users',
  'https://user@graph.microsoft.com/v1.0/users',
  'https://:password@graph.microsoft.com/v1.0/users',
  'https://graph.microsoft.com:444/v1.0/users',
  'https://graph.microsoft.us/v1.0/users',
  '/v1.0/users',
])('refuses %s', (url) => {
  expect(() => configuredUrl(configurationAt('http://127.0.0.1:1'), url)).toThrow(
    expect.objectContaining({ type: 'ForeignLink' }),
  );
});

test('rejects plain http outside loopback, even if configured', async () => {
  const configuration = configurationAt('http://graph.example');
  await expect(send(configuration, { method: 'GET', url: `${GRAPH}/v1.0/` })).rejects.toMatchObject(
    {
      type: 'ForeignLink',
    },
  );
});

test('does not follow a redirect', async () => {
  const other = await serve(() => ({}));
  const server = await serve(() => ({ status: 302, headers: { location: other.origin } }));
  const answer = await send(configurationAt(server.origin), {
    method: 'GET',
    url: `${GRAPH}/v1.0/`,
  });
  expect(answer.status).toBe(302);
  expect(other.seen).toHaveLength(0);
});

test('reads a compressed answer, and strips a byte order mark', async () => {
  const body = gzipSync('\uFEFF{"name":"Zoë"}');
  const server = await serve(() => ({ headers: { 'content-encoding': 'gzip' }, body }));
  const answer = await send(configurationAt(server.origin), { method: 'GET', url: `${GRAPH}/a` });
  expect(answer.body).toBe('{"name":"Zoë"}');
  expect(server.seen).toMatchObject([{ headers: { 'accept-encoding': 'gzip' } }]);
});

test('a body that cannot be decompressed is MicrosoftUnavailable', async () => {
  const server = await serve(() => ({ headers: { 'content-encoding': 'gzip' }, body: 'no zip' }));
  await expect(
    send(configurationAt(server.origin), { method: 'GET', url: `${GRAPH}/a` }),
  ).rejects.toMatchObject({ type: 'MicrosoftUnavailable' });
});

test('a cut connection is MicrosoftUnavailable', async () => {
  const server = await serve(() => 'cut');
  const sent = send(configurationAt(server.origin), { method: 'GET', url: `${GRAPH}/v1.0/` });
  await expect(sent).rejects.toMatchObject({
    type: 'MicrosoftUnavailable',
    details: { reason: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/) },
  });
});

test('no answer is MicrosoftUnavailable after the timeout', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const server = await serve(() => 'hang');
  const sent = send(configurationAt(server.origin), { method: 'GET', url: `${GRAPH}/v1.0/` });
  const expectation = expect(sent).rejects.toMatchObject({
    type: 'MicrosoftUnavailable',
    details: { reason: 'no answer within 30 s' },
  });
  await vi.advanceTimersByTimeAsync(REQUEST_TIMEOUT);
  await expectation;
});

test("an abort rejects with the caller's reason", async () => {
  const controller = new AbortController();
  const reason = new Error('the account is being removed');
  const server = await serve(() => {
    controller.abort(reason);
    return 'hang';
  });
  const request = { method: 'GET', url: `${GRAPH}/v1.0/`, signal: controller.signal } as const;
  await expect(send(configurationAt(server.origin), request)).rejects.toBe(reason);
  await expect(send(configurationAt(server.origin), request)).rejects.toBe(reason);
  expect(server.seen).toHaveLength(1);
});

test.each(['as it is', 'compressed'])('stops at an answer that is too large, %s', async (how) => {
  const zipped = how === 'compressed';
  const body = Buffer.alloc(LARGEST_BODY + 1);
  const server = await serve(() => ({
    headers: { 'content-encoding': zipped ? 'gzip' : 'identity' },
    body: zipped ? gzipSync(body) : body,
  }));
  const sending = send(configurationAt(server.origin), {
    method: 'GET',
    url: `${GRAPH}/v1.0/users`,
  });
  await expect(sending).rejects.toMatchObject({
    type: 'UnexpectedAnswer',
    details: { code: 'ResponseTooLarge' },
  });
});
