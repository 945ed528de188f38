import { createServer, type Server } from 'node:http';
import { ConfigurationError } from '../domain/configuration.ts';

/**
 * Tells orchestrators whether the worker polls: 200 or 503, with its state as the text.
 * @throws ConfigurationError with a sentence when the port is taken.
 */
export function serveHealth(port: number, stateOf: () => string): Promise<Server> {
  const server = createServer((_, response) => {
    const state = stateOf();
    response.writeHead(state === 'RUNNING' ? 200 : 503).end(state);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program. Stop that one, or choose another port with WORKER_HEALTH_PORT.`;
      reject(error.code === 'EADDRINUSE' ? new ConfigurationError(taken) : error);
    });
    server.listen(port, () => resolve(server));
  });
}
