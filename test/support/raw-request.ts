/** Requests byte for byte as given. `fetch` would correct or refuse malformed ones. */
import { type ClientRequest, request } from 'node:http';

export interface RawRequest {
  readonly method: string;
  /** Path and query, not normalized. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Opens a request and leaves it unfinished: the caller writes, ends or destroys it. */
export function openRequest(origin: string, { method, target, headers }: RawRequest) {
  const { hostname, port } = new URL(origin);
  return request({ hostname, port, method, path: target, headers, agent: false });
}

/** Sends the request and reads the whole answer. */
export async function sendRaw(origin: string, raw: RawRequest): Promise<Response> {
  const sent = openRequest(origin, raw);
  const answer = answerOf(sent);
  sent.end(raw.body);
  return answer;
}

function answerOf(sent: ClientRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
          (values ?? []).map((value): [string, string] => [name, value]),
        );
        resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode, headers }));
      });
    });
  });
}
