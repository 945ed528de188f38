/** Sends Graph responses completely, partially, or not at all. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { GraphAnswer, GraphCall } from './call.ts';

/** A response as sent over the wire. */
export interface Message {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Encodes the body to bytes, because a Response encodes text slowly. */
export const toMessage = (
  { status, body, headers }: GraphAnswer,
  ids: GraphCall['ids'],
): Message => ({
  status,
  body: typeof body === 'string' ? Buffer.from(body) : body,
  headers: {
    ...headers,
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
    Date: new Date().toUTCString(),
  },
});

/** Smaller bodies would not become smaller. */
const WORTH_ZIPPING = 1024;
const zipped = promisify(gzip);
/** The fastest level: real servers zip too, but the sandbox shares its machine with the product. */
const FASTEST = { level: 1 };

/** Zips the body if the client asks for it. */
export async function zip(message: Message, acceptEncoding: string | undefined): Promise<Message> {
  const wanted = /\bgzip\b/i.test(acceptEncoding ?? '');
  if (!wanted || message.body.length < WORTH_ZIPPING) return message;
  const body = new Uint8Array(await zipped(message.body, FASTEST));
  const headers = { ...message.headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' };
  return { ...message, headers, body };
}

/** A response without content must not have a body, not even an empty one. */
export const toResponse = (message: Message): Response =>
  new Response(message.body.length === 0 ? null : message.body, message);

export type Env = { Bindings: Partial<HttpBindings> };
type Outgoing = HttpBindings['outgoing'];

/** Cuts the connection. @throws Error without a socket, e.g. in a test that calls the app directly */
export async function cutConnection(
  c: Context<Env>,
  cut: (socket: Socket, outgoing: Outgoing) => void,
): Promise<Response> {
  const socket = c.env?.incoming?.socket;
  const outgoing = c.env?.outgoing;
  if (!socket || !outgoing) throw new Error('The connection was cut.');
  const closed = once(socket, 'close');
  cut(socket, outgoing);
  // Before that, the server would still append the text of an error to the response.
  await closed;
  return RESPONSE_ALREADY_SENT;
}

/** Announces the full `Content-Length` and sends half of the body. */
export function sendHalf(outgoing: Outgoing, { status, headers, body }: Message): void {
  outgoing.writeHead(status, { ...headers, 'Content-Length': body.length });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}
