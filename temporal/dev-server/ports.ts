/** Checks ports before a server listens on them. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { listenFailure } from '../../domain/configuration.ts';

export const LOOPBACK = '127.0.0.1';

/**
 * Where free ports are looked for: below the ports that operating systems give to outgoing connections,
 * one of which could take the port before its server listens. Browsers refuse port 10080.
 */
const FREE_PORTS = [10_100, 32_000] as const;
const MOST_ATTEMPTS = 50;

/**
 * Makes sure that the port is free.
 * @param port 0 for any free port.
 * @param purpose what will listen there, for the message.
 * @param setting the environment variable with the port.
 * @returns the port.
 * @throws ConfigurationError when the port is in use.
 */
export async function choosePort(port: number, purpose: string, setting: string): Promise<number> {
  if (port === 0) return anyFreePort({ purpose, setting });
  const failure = await failureToListen(port);
  if (failure) throw listenFailure(failure, { port, setting, purpose });
  return port;
}

async function anyFreePort(about: { purpose: string; setting: string }): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(...FREE_PORTS);
    const failure = await failureToListen(port);
    if (failure === null) return port;
    if (attempt === MOST_ATTEMPTS) throw listenFailure(failure, { port, ...about });
  }
}

/** Listens for a moment. Resolves to null if that worked. */
function failureToListen(port: number): Promise<Error | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () =>
      server.close(() => resolve(null)),
    );
  });
}
