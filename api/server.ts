import { serve, type ServerType } from '@hono/node-server';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../domain/configuration.ts';
import { CLIENT_ADDRESS_HEADER } from './authentication/authentication.ts';

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
 * Listens with an app. Whoever calls is known by the socket alone: what a client
 * says about its own address is overwritten.
 * @throws ConfigurationError with a sentence when the port is taken.
 */
export function listen(
  app: Fetching,
  { host, port, setting }: { host: string; port: number; setting: string },
): Promise<HttpServer> {
  const server = serve({
    hostname: host,
    port,
    createServer,
    fetch: (request, environment) => {
      const { incoming } = environment as { incoming: { socket: { remoteAddress?: string } } };
      request.headers.set(CLIENT_ADDRESS_HEADER, incoming.socket.remoteAddress ?? 'unknown');
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

function handleOf(server: ServerType): HttpServer {
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
