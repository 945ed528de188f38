import { serve, type ServerType } from '@hono/node-server';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../domain/configuration.ts';
import { CLIENT_ADDRESS_HEADER } from './authentication/authentication.ts';

/** How long a stop waits for requests under way, in milliseconds. */
const DRAIN = 1000;

interface Fetching {
  fetch(request: Request, environment: unknown): Response | Promise<Response>;
}

/** A listening HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Ends open streams too. */
  close(): Promise<void>;
}

/**
 * Listens with an app. Whoever calls is known by the socket, or by what the given
 * number of our own proxies say: what a client says of itself is not believed.
 * @throws ConfigurationError with a sentence when the port is taken.
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
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program. Stop that one, or choose another port with ${setting}.`;
      reject(error.code === 'EADDRINUSE' ? new ConfigurationError(taken) : error);
    });
  });
}

/**
 * Each proxy appends whom it was called by, so the last entries are our own
 * proxies' and the rest may be anybody's invention.
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
        // Requests under way may finish, a callback above all; event streams would never end.
        setTimeout(() => server.closeAllConnections(), DRAIN).unref();
      }),
  };
}
