/** A small HTTP server on loopback that stands in for Microsoft in the tests of this folder. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type ConsentKind, forEachConsent } from '../domain/consents.ts';
import type { MicrosoftConfiguration } from './configuration.ts';

export interface SeenRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string or bytes. */
  readonly body?: unknown;
}

/** `cut` closes the connection without a response; `hang` never responds. */
export type Handler = (request: SeenRequest) => Reply | 'cut' | 'hang';

export interface Loopback {
  readonly origin: string;
  readonly seen: SeenRequest[];
}

/** Starts a server that is closed when the test ends. */
export async function serve(handler: Handler): Promise<Loopback> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((request) => {
      seen.push(request);
      respond(outgoing, handler(request));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { origin: `http://127.0.0.1:${address.port}`, seen };
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const { method = '', url = '', headers } = incoming;
  return { method, url, headers, body: await text(incoming) };
}

function respond(outgoing: ServerResponse, reply: Reply | 'cut' | 'hang'): void {
  if (reply === 'hang') return;
  if (reply === 'cut') {
    outgoing.destroy();
    return;
  }
  const { status = 200, headers, body = null } = reply;
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

export const EXCHANGE_CLIENT = '11111111-1111-4111-8111-111111111111';
export const GRAPH_CLIENT = '22222222-2222-4222-8222-222222222222';
const CLIENTS: Readonly<Record<ConsentKind, string>> = {
  exchange: EXCHANGE_CLIENT,
  graph: GRAPH_CLIENT,
  sharepoint: '55555555-5555-4555-8555-555555555555',
  onedrive: '66666666-6666-4666-8666-666666666666',
};
export const TENANT = '33333333-3333-4333-8333-333333333333';

/** A configuration with all Microsoft services at one origin. */
export function configurationAt(origin: string): MicrosoftConfiguration {
  return {
    cloud: 'global',
    origins: { login: origin, graph: origin, outlook: origin },
    sharePointDomain: 'sharepoint.com',
    registrations: forEachConsent((kind) => ({
      clientId: CLIENTS[kind],
      credential: { secret: `${kind}-secret` },
    })),
  };
}

/** An app-only token with the claims that we read. Without roles it has no `roles` claim. */
export function unsignedToken(roles?: readonly string[]): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ roles, jti: crypto.randomUUID() })}.signature`;
}

/** Entra's answer to a token request. */
export function tokenReply(accessToken: string, more: object = {}): Reply {
  return {
    body: { token_type: 'Bearer', expires_in: 3599, access_token: accessToken, ...more },
  };
}
