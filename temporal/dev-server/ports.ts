/** Ports of this machine that a server is to listen on. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { DevServerError } from './errors.ts';

export const LOOPBACK = '127.0.0.1';

/** Somebody else listens on the port: the message names it and the setting that chooses another. */
class PortTakenError extends DevServerError {
  override readonly name = 'PortTakenError';
}

/**
 * Makes sure that nobody listens on the port.
 * @param port 0 for any that is free.
 * @param purpose what listens there, for the message.
 * @param setting the environment variable that chooses the port.
 * @returns the port.
 * @throws PortTakenError
 */
export async function choosePort(port: number, purpose: string, setting: string): Promise<number> {
  try {
    return await listenOnce(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new PortTakenError(
      `Port ${port}, meant for ${purpose}, is taken by another program. Stop that program, or choose another port with ${setting}.`,
      { cause: error },
    );
  }
}

function listenOnce(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}
