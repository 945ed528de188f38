/** How a server closes: what is in progress is finished, and nothing else is waited for. */
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { DRAIN, type HttpServer, listen } from './server.ts';

/** A server whose answers come when `answer` is called. */
async function serverThatWaits() {
  const calls = new EventEmitter();
  const fetch = async () => {
    const answered = once(calls, 'answer');
    calls.emit('asked');
    await answered;
    return new Response('done');
  };
  const server = await listen({ fetch }, { host: '127.0.0.1', port: 0, setting: 'nothing' });
  return { server, asked: once(calls, 'asked'), answer: () => calls.emit('answer') };
}

const ask = ({ port }: HttpServer) => fetch(`http://127.0.0.1:${port}/`);

afterEach(() => vi.useRealTimers());

test('a request that takes nearly as long as may be is answered, and then the server has closed', async () => {
  const { server, asked, answer } = await serverThatWaits();
  const response = ask(server);
  await asked;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const closed = server.close();
  vi.advanceTimersByTime(DRAIN - 1);
  answer();
  expect(await (await response).text()).toBe('done');
  await closed;
});

test('a request that takes longer is cut', async () => {
  const { server, asked } = await serverThatWaits();
  const cut = expect(ask(server)).rejects.toThrow();
  await asked;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const closed = server.close();
  vi.advanceTimersByTime(DRAIN);
  await closed;
  await cut;
});

test('a connection without a request is not waited for', async () => {
  const { server } = await serverThatWaits();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await server.close();
  await once(socket.resume(), 'close');
});
