/** A server between the product and the sandbox, which answers some calls itself. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';
import { z } from 'zod';
import { type Answer, errorBody } from './answers.ts';
import type { Call } from './calls.ts';

/** `item`: always for the first item that is asked for, never for others. */
export type Frequency = 'once' | 'item' | 'always';

const batchSchema = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });
const responsesSchema = z.object({ responses: z.array(z.looseObject({ id: z.string() })) });

interface Hostility {
  readonly call: Pick<Call<string>, 'path' | 'item' | 'rewrite'>;
  readonly answer: Answer;
  readonly frequency: Frequency;
}

export interface HostileServer {
  readonly origin: string;
  /** From now on, the call gets the answer. */
  turn(hostility: Hostility): void;
  /** How often it did. */
  readonly hits: () => number;
  close(): void;
}

export async function listenHostile(sandbox: string): Promise<HostileServer> {
  const state = { hostility: null as Hostility | null, hits: 0, item: null as string | null };

  /** Whether this call, or this item, gets the answer now. */
  function takes(url: string): boolean {
    if (state.hostility === null) return false;
    const { frequency } = state.hostility;
    const item = url.split('?')[0] ?? url;
    if (frequency === 'once' && state.hits > 0) return false;
    if (frequency === 'item' && (state.item ??= item) !== item) return false;
    state.hits += 1;
    return true;
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = incoming.url ?? '';
    const asked = await buffer(incoming);
    const { hostility } = state;
    const taken = hostility?.call.path?.test(url) && takes(url) ? hostility : null;
    if (taken && isRefusal(taken.answer)) return send(outgoing, url, taken, Buffer.alloc(0));
    const { host: _host, ...headers } = incoming.headers;
    const answered = await request(`${sandbox}${url}`, {
      method: incoming.method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, 'accept-encoding': 'identity' },
      ...(asked.length > 0 && { body: asked }),
    });
    const whole = Buffer.from(await answered.body.arrayBuffer());
    const sent = state.hostility?.call.rewrite?.(url, whole) ?? whole;
    if (taken) return send(outgoing, url, taken, sent);
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...kept } = answered.headers;
    outgoing.writeHead(answered.statusCode, kept as Record<string, string>);
    outgoing.end(url.includes('/$batch') ? withItems(asked, sent) : sent);
  }

  /** Replaces the answers of the items that the hostility is about. */
  function withItems(asked: Buffer, whole: Buffer): Buffer {
    const { hostility } = state;
    const item = hostility?.call.item;
    const answers = responsesSchema.safeParse(parsed(whole)).data;
    if (!hostility || !item || !answers) return whole;
    const { requests } = batchSchema.parse(parsed(asked));
    const responses = answers.responses.map((response) => {
      const url = requests.find(({ id }) => id === response.id)?.url ?? '';
      return item.test(url) && takes(url) ? itemOf(response.id, hostility.answer, url) : response;
    });
    return Buffer.from(JSON.stringify({ responses }));
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    turn: (hostility) => void (state.hostility = hostility),
    hits: () => state.hits,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Microsoft has done nothing then. After any other answer, it may have. */
const isRefusal = ({ status }: Answer): boolean => status !== null && status >= 400 && status < 500;

const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

function itemOf(id: string, answer: Answer, url: string) {
  const { status, headers, body } = answer;
  const content = body ?? (JSON.parse(errorBody(url, answer).body) as unknown);
  return { id, status: status ?? 500, headers: headers ?? {}, body: content };
}

function send(outgoing: ServerResponse, url: string, { answer }: Hostility, whole: Buffer): void {
  if (answer.by) return answer.by(outgoing, whole);
  const { type, body } = errorBody(url, answer);
  outgoing.writeHead(answer.status ?? 500, { 'content-type': type, ...answer.headers });
  outgoing.end(answer.body ?? body);
}
