import { serve, type ServerType } from '@hono/node-server';
import { setMaxListeners } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenFailure } from '../domain/configuration.ts';
import { CLIENT_ADDRESS_HEADER } from './authentication/authentication.ts';

/**
 * How long `close` waits for requests in progress, in milliseconds. A callback may wait for Microsoft first, and
 * then 15 s for a workflow (`account-gateway.ts`).
 */
export const DRAIN = 20_000;

/** An app with `fetch`, such as Hono's. */
export interface Fetching {
  fetch(request: Request, environment: unknown): Response | Promise<Response>;
}

/** A listening HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Waits for requests in progress, up to `DRAIN`. The app ends streams, which it learns by `closing`. */
  close(): Promise<void>;
}

/**
 * Listens with an app. The client's address is that of the socket, or the one reported
 * by the given number of our own proxies. Addresses sent by clients are ignored. The app's
 * environment gets `closing`, which is aborted when the server begins to close.
 * @throws ConfigurationError if the port is taken.
 */
export function listen(
  app: Fetching,
  options: { host: string; port: number; setting: string; trustedProxies?: number },
): Promise<HttpServer> {
  const { host, port, setting, trustedProxies = 0 } = options;
  const closing = new AbortController();
  // Each stream listens.
  setMaxListeners(0, closing.signal);
  const server = serve({
    hostname: host,
    port,
    createServer,
    fetch: (request, environment) => {
      const bindings = environment as { incoming: { socket: { remoteAddress?: string } } };
      const { incoming } = bindings;
      const forwarded = request.headers.get('x-forwarded-for');
      const address = clientAddress(incoming.socket.remoteAddress, forwarded, trustedProxies);
      request.headers.set(CLIENT_ADDRESS_HEADER, address);
      return app.fetch(request, { ...bindings, closing: closing.signal });
    },
  });
  const unfinished = unfinishedOf(server);
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(handleOf(server, unfinished, closing)));
    server.once('error', (error: Error) => reject(listenFailure(error, { port, setting })));
  });
}

/**
 * Each proxy appends the address of its caller. Our own proxies wrote the last
 * entries; the others may be forged.
 */
function clientAddress(
  socketAddress: string | undefined,
  forwarded: string | null,
  trustedProxies: number,
): string {
  const entries = (forwarded ?? '').split(',').map((entry) => entry.trim());
  const chain = [...entries.filter(Boolean), socketAddress ?? 'unknown'];
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? 'unknown';
}

/** The responses that are not finished. A connection without one may be cut, whether or not it is idle. */
function unfinishedOf(server: ServerType): ReadonlySet<ServerResponse> {
  const unfinished = new Set<ServerResponse>();
  server.on('request', (_incoming: unknown, response: ServerResponse) => {
    unfinished.add(response);
    response.once('close', () => unfinished.delete(response));
  });
  return unfinished;
}

function handleOf(
  server: ServerType,
  unfinished: ReadonlySet<ServerResponse>,
  closing: AbortController,
): HttpServer {
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        closing.abort();
        const cut = () => {
          clearTimeout(timer);
          if ('closeAllConnections' in server) server.closeAllConnections();
        };
        const timer = setTimeout(cut, DRAIN).unref();
        const finished = [...unfinished].map(
          (response) => new Promise<void>((done) => void response.once('close', done)),
        );
        void Promise.all(finished).then(cut);
      }),
  };
}
