import { createServer, type Server } from 'node:http';
import { listenFailure } from '../domain/configuration.ts';

/**
 * Health endpoint: 200 if the worker is running, else 503, with the worker's state as text.
 * @throws ConfigurationError when the port is in use.
 */
export function serveHealth(port: number, stateOf: () => string): Promise<Server> {
  const server = createServer((_, response) => {
    const state = stateOf();
    response.writeHead(state === 'RUNNING' ? 200 : 503).end(state);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(listenFailure(error, { port, setting: 'WORKER_HEALTH_PORT' })),
    );
    server.listen(port, () => resolve(server));
  });
}
