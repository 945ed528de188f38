/** Sending answers of Graph, whole, in part, or not at all. */
import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { GraphAnswer, GraphCall } from './call.ts';

/** An answer as it goes over the wire. */
export interface Message {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** In bytes, since a Response examines and encodes text slowly. */
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

export type Env = { Bindings: Partial<HttpBindings> };
type Outgoing = HttpBindings['outgoing'];

/** Without a socket, as in a test that calls the app itself, it is an error to the caller. */
export function cutConnection(
  c: Context<Env>,
  cut: (socket: Socket, outgoing: Outgoing) => void,
): Response {
  const socket = c.env?.incoming?.socket;
  const outgoing = c.env?.outgoing;
  if (!socket || !outgoing) throw new Error('The connection was cut.');
  cut(socket, outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** The length of the whole is announced, and half of it sent. */
export function sendHalf(outgoing: Outgoing, { status, headers, body }: Message): void {
  outgoing.writeHead(status, { ...headers, 'Content-Length': body.length });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}
