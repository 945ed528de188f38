/** Checks ports before a server listens on them. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { listenFailure } from '../../domain/configuration.ts';

export const LOOPBACK = '127.0.0.1';

/**
 * Makes sure that the port is free.
 * @param port 0 for any free port.
 * @param purpose what will listen there, for the message.
 * @param setting the environment variable with the port.
 * @returns the port.
 * @throws ConfigurationError when the port is in use.
 */
export function choosePort(port: number, purpose: string, setting: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, { port, setting, purpose })));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}
