/** A load balancer in front of API processes: one address for browsers, one target at a time. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface Balancer {
  /** Sessions and redirects depend on it. */
  readonly origin: string;
  /** The port of the API process for new requests. Open streams stay on theirs. */
  target: number;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const options = { host: '127.0.0.1', port: balancer.target, method, path, headers };
    // Without keep-alive: a connection to a killed process would fail the next request.
    const forwarded = request({ ...options, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      pipeline(answer, outgoing, () => undefined);
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const balancer: Balancer = {
    origin: `http://localhost:${port}`,
    target: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return balancer;
}
