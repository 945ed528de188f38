/** A Temporal server that lets clients connect, and refuses everything else. */
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

interface RefusingServer {
  readonly address: string;
  /** Resolves when a call has been refused. */
  readonly refused: Promise<void>;
  close(): void;
}

/** An empty message of gRPC: not compressed, of length 0. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** @param status gRPC's status code of every refusal. */
export async function refuseAll(status: number): Promise<RefusingServer> {
  const server = createServer();
  let tell: () => void = () => undefined;
  const refused = new Promise<void>((resolve) => (tell = resolve));
  server.on('stream', (stream, { ':path': path }) => {
    const accepted = path?.endsWith('/GetSystemInfo');
    const grpcStatus = { 'grpc-status': accepted ? 0 : status };
    const headers = { ':status': 200, 'content-type': 'application/grpc' };
    if (!accepted) tell();
    if (!accepted) return stream.respond({ ...headers, ...grpcStatus }, { endStream: true });
    stream.respond(headers, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers(grpcStatus));
    return stream.end(EMPTY_MESSAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, refused, close: () => void server.close() };
}
