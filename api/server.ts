import { serve, type ServerType } from '@hono/node-server';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenFailure } from '../domain/configuration.ts';
import { CLIENT_ADDRESS_HEADER } from './authentication/authentication.ts';

/** How long `close` waits for requests in progress, in milliseconds. */
const DRAIN = 1000;

/** An app with `fetch`, such as Hono's. */
export interface Fetching {
  fetch(request: Request, environment: unknown): Response | Promise<Response>;
}

/** A listening HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Also ends open streams. */
  close(): Promise<void>;
}

/**
 * Listens with an app. The client's address is that of the socket, or the one reported
 * by the given number of our own proxies. Addresses sent by clients are ignored.
 * @throws ConfigurationError if the port is taken.
 */
export function listen(
  app: Fetching,
  options: { host: string; port: number; setting: string; trustedProxies?: number },
): Promise<HttpServer> {
  const { host, port, setting, trustedProxies = 0 } = options;
  const server = serve({
    hostname: host,
    port,
    createServer,
    fetch: (request, environment) => {
      const { incoming } = environment as { incoming: { socket: { remoteAddress?: string } } };
      const forwarded = request.headers.get('x-forwarded-for');
      const address = clientAddress(incoming.socket.remoteAddress, forwarded, trustedProxies);
      request.headers.set(CLIENT_ADDRESS_HEADER, address);
      return app.fetch(request, environment);
    },
  });
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(handleOf(server)));
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

function handleOf(server: ServerType): HttpServer {
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if (!('closeAllConnections' in server)) return;
        server.closeIdleConnections();
        // Requests in progress may finish, above all callbacks. Event streams would never end.
        setTimeout(() => server.closeAllConnections(), DRAIN).unref();
      }),
  };
}
