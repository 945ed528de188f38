import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { WEBHOOK_ANSWER_BYTES } from '../domain/webhooks.ts';
import { selfSigned } from '../test/support/certificate.ts';
import { createWebhookSender, type SenderOptions } from './sender.ts';
import { createSigningKey } from './signing-keys.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An endpoint of a customer, which keeps what it gets. */
async function listen(answer: RequestListener, server: Server = createServer()) {
  const received: Received[] = [];
  server.on('request', (request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, received };
}

const { key } = createSigningKey('hmac');

function send(url: string, options: Partial<SenderOptions> = {}, keys: readonly string[] = [key]) {
  const sender = createWebhookSender({ allowLoopback: true, ...options });
  return sender.send({ url, id: randomUUID(), timestamp: new Date(), body: '{"a":1}', keys });
}

const loopback = (port: number) => `http://127.0.0.1:${port}/in?a=b`;

describe('a message', () => {
  test('is signed, and its log leaves the signature out', async () => {
    const { port, received } = await listen((_, response) => response.end('thanks'));
    const outcome = await send(loopback(port));
    expect(outcome).toMatchObject({ failure: null, status: 200, answer: 'thanks' });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(new Webhook(key).verify(body, headers)).toEqual({ a: 1 });
    expect(outcome.requestHeaders).toEqual({
      'content-type': 'application/json',
      'user-agent': headers['user-agent'],
      'webhook-id': headers['webhook-id'],
      'webhook-timestamp': headers['webhook-timestamp'],
      'webhook-signature': 'v1,…',
    });
  });

  test('is signed with both keys during a rotation, so that a receiver with either accepts it', async () => {
    const { port, received } = await listen((_, response) => response.end());
    const next = createSigningKey('hmac').key;
    const pair = createSigningKey('ed25519').key;
    const outcome = await send(loopback(port), {}, [next, key, pair]);
    expect(outcome.requestHeaders['webhook-signature']).toBe('v1,… v1,… v1a,…');
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    for (const each of [next, key])
      expect(new Webhook(each).verify(body, headers)).toEqual({ a: 1 });
  });
});

describe('an endpoint that', () => {
  test('redirects has failed, and the redirect is not followed', async () => {
    const inside = await listen((_, response) => response.end());
    const outside = await listen((_, response) =>
      response.writeHead(301, { location: loopback(inside.port) }).end(),
    );
    const outcome = await send(loopback(outside.port));
    expect(outcome).toMatchObject({ failure: 'redirect', status: 301 });
    expect(inside.received).toEqual([]);
  });

  test('answers 410 is gone', async () => {
    const { port } = await listen((_, response) => response.writeHead(410).end());
    expect(await send(loopback(port))).toMatchObject({ failure: 'gone', status: 410 });
  });

  test.each([400, 401, 429, 500, 503])('answers %i has failed', async (status) => {
    const { port } = await listen((_, response) => response.writeHead(status).end('no'));
    const outcome = await send(loopback(port));
    expect(outcome).toMatchObject({ failure: 'status', status, answer: 'no', retryAfter: null });
  });

  test('answers too late has failed', async () => {
    const { port } = await listen(() => undefined);
    const outcome = await send(loopback(port), { timeout: 100 });
    expect(outcome).toMatchObject({ failure: 'timeout', status: null, answer: null });
  });

  test('answers with 100 MB is cut off after the first kilobyte', async () => {
    const part = Buffer.alloc(1024 * 1024, 'a');
    let written = 0;
    let onClose = () => undefined as void;
    const closed = new Promise<void>((resolve) => (onClose = resolve));
    const { port } = await listen((_, response) => {
      response.on('close', () => onClose());
      const write = (): void => {
        while (written < 100) {
          written += 1;
          if (!response.write(part)) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    });
    const outcome = await send(loopback(port));
    expect(outcome).toMatchObject({ failure: null, status: 200 });
    expect(outcome.answer).toBe('a'.repeat(WEBHOOK_ANSWER_BYTES));
    await closed;
    expect(written).toBeLessThan(100);
  });

  test('begins an answer and never ends it has accepted the message', async () => {
    const { port } = await listen((_, response) => void response.write('begun'));
    const outcome = await send(loopback(port), { timeout: 200 });
    expect(outcome).toMatchObject({ failure: null, status: 200, answer: 'begun' });
  });

  test('answers with what no database stores is kept readable', async () => {
    const { port } = await listen((_, response) => response.end(Buffer.from([0, 0xff, 0x41])));
    expect((await send(loopback(port))).answer).toBe('\uFFFD\uFFFDA');
  });

  test.each([
    ['120', 120_000],
    ['-5', null],
    ['soon', null],
  ])('asks us to wait by Retry-After %s is understood', async (value, expected) => {
    const { port } = await listen((_, response) =>
      response.writeHead(503, { 'retry-after': value }).end(),
    );
    expect((await send(loopback(port))).retryAfter).toBe(expected);
  });

  test('asks us to wait until a date is understood', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { port } = await listen((_, response) =>
      response.writeHead(503, { 'retry-after': date }).end(),
    );
    const { retryAfter } = await send(loopback(port));
    expect(retryAfter).toBeGreaterThan(3_500_000);
    expect(retryAfter).toBeLessThanOrEqual(3_600_000);
  });

  test('does not listen is unreachable', async () => {
    const { port } = await listen(() => undefined);
    closers.splice(0).forEach((close) => close());
    expect((await send(loopback(port))).failure).toBe('unreachable');
  });

  test('has a certificate that nobody knows is not trusted', async () => {
    const { certificatePem: cert, privateKeyPem } = await selfSigned();
    const server = createSecureServer({ cert, key: privateKeyPem });
    const { port, received } = await listen((_, response) => response.end(), server);
    expect((await send(`https://127.0.0.1:${port}/`)).failure).toBe('certificate');
    expect(received).toEqual([]);
  });
});

/** Among the public addresses, and assigned to nobody. */
const NOBODY = { address: '2000::1', family: 6 };

describe('nothing is sent', () => {
  const PRODUCTION = { allowLoopback: false };
  const answering = (...addresses: string[]) => ({
    ...PRODUCTION,
    resolve: async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

  test('to an address of loopback, private or metadata networks', async () => {
    const { port, received } = await listen((_, response) => response.end());
    for (const host of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '[::1]', '[::ffff:7f00:1]']) {
      const outcome = await send(`http://${host}:${port}/`, PRODUCTION);
      expect([host, outcome.failure]).toEqual([host, 'addressRefused']);
    }
    expect(received).toEqual([]);
  });

  test.each([
    [['127.0.0.1']],
    [['10.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    // One bad address among good ones.
    [['8.8.8.8', '127.0.0.1']],
    [[]],
  ])('to a name that resolves to %j', async (addresses) => {
    const { port, received } = await listen((_, response) => response.end());
    const outcome = await send(`http://hooks.example:${port}/`, answering(...addresses));
    expect(outcome.failure).toBe('addressRefused');
    expect(received).toEqual([]);
  });

  test('to a name that answers otherwise when it is asked a second time', async () => {
    const { port, received } = await listen((_, response) => response.end());
    let asked = 0;
    // The first answer is public, every later one is ours.
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? [NOBODY] : [{ address: '127.0.0.1', family: 4 }];
    };
    const url = `http://hooks.example:${port}/`;
    await send(url, { ...PRODUCTION, resolve, timeout: 200 });
    // What was checked is what is connected to: the name was resolved once.
    expect(asked).toBe(1);
    expect((await send(url, { ...PRODUCTION, resolve })).failure).toBe('addressRefused');
    expect(received).toEqual([]);
  });

  test('over a connection that led elsewhere than what was checked', async () => {
    const { port, received } = await listen((_, response) => response.end());
    let asked = 0;
    // Public when it is checked, and ours when the socket reads it.
    const address = {
      family: 4,
      get address() {
        asked += 1;
        return asked === 1 ? '8.8.8.8' : '127.0.0.1';
      },
    };
    const outcome = await send(`http://hooks.example:${port}/`, {
      ...PRODUCTION,
      resolve: async () => [address],
    });
    expect(asked).toBeGreaterThan(1);
    expect(outcome.failure).toBe('addressRefused');
    expect(received).toEqual([]);
  });

  test('to a name that cannot be resolved', async () => {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const outcome = await send('https://hooks.example/', { ...PRODUCTION, resolve });
    expect(outcome.failure).toBe('unreachable');
  });

  test('to private networks where loopback is allowed', async () => {
    for (const address of ['10.0.0.1', '169.254.169.254']) {
      const resolve = async () => [{ address, family: 4 }];
      expect((await send('http://hooks.example/', { resolve })).failure).toBe('addressRefused');
    }
  });
});
