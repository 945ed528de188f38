/** Sends one signed message to an endpoint of a customer, and says what came of it. */
import { Client, type Dispatcher, errors } from 'undici';
import { retryAfterOf } from '../domain/retry-after.ts';
import { WEBHOOK_ANSWER_BYTES, WEBHOOK_TIMEOUT, type WebhookFailure } from '../domain/webhooks.ts';
import type { AddressRules } from './addresses.ts';
import { guardedConnector, RefusedAddress, type Resolve } from './connector.ts';
import { signatureOf, type SignedMessage } from './signing-keys.ts';

export interface Message extends SignedMessage {
  readonly url: string;
  /** The current key first. During a rotation each of them signs. */
  readonly keys: readonly string[];
}

export interface Outcome {
  /** Null if the endpoint accepted the message. */
  readonly failure: WebhookFailure | null;
  /** Without the signatures. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly status: number | null;
  /** The beginning of the answer; null without one. */
  readonly answer: string | null;
  readonly milliseconds: number;
  /** Milliseconds that the endpoint asks us to wait, or null. */
  readonly retryAfter: number | null;
}

export interface SenderOptions extends AddressRules {
  /** For the whole exchange, in milliseconds. */
  readonly timeout?: number;
  readonly resolve?: Resolve;
}

type Answered = Pick<Outcome, 'failure' | 'status' | 'answer' | 'retryAfter'>;

export function createWebhookSender(options: SenderOptions) {
  const { allowLoopback, timeout = WEBHOOK_TIMEOUT, resolve } = options;
  const connect = guardedConnector({ allowLoopback, timeout }, resolve);
  return {
    /** Never throws: whatever an endpoint does is an outcome. */
    async send(message: Message): Promise<Outcome> {
      const headers = headersOf(message);
      const requestHeaders = { ...headers, 'webhook-signature': versionsOf(message) };
      const began = performance.now();
      const url = new URL(message.url);
      // A connection of its own for each message: nothing is shared between customers.
      const client = new Client(url.origin, { connect });
      const signal = AbortSignal.timeout(timeout);
      let answered: Answered;
      try {
        answered = await exchange(client, {
          path: `${url.pathname}${url.search}`,
          method: 'POST',
          headers: { ...headers, 'webhook-signature': signaturesOf(message) },
          body: message.body,
          signal,
        });
      } catch (error) {
        const failure = failureOf(error, signal);
        answered = { failure, status: null, answer: null, retryAfter: null };
      } finally {
        // Also drops an answer that has no end.
        await client.destroy();
      }
      const milliseconds = Math.round(performance.now() - began);
      return { ...answered, requestHeaders, milliseconds };
    },
  };
}
export type WebhookSender = ReturnType<typeof createWebhookSender>;

const headersOf = ({ id, timestamp }: Message) => ({
  'content-type': 'application/json',
  'user-agent': 'Provost-Webhooks/1.0',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
});

const signaturesOf = (message: Message) =>
  message.keys.map((key) => signatureOf(key, message)).join(' ');

/** The log says which signatures were sent, and leaves out what they are. */
const versionsOf = (message: Message) => signaturesOf(message).replaceAll(/,\S+/g, ',…');

/** Redirects are not followed. */
async function exchange(client: Client, request: Dispatcher.RequestOptions): Promise<Answered> {
  const { statusCode: status, headers, body } = await client.request(request);
  const answer = await beginningOf(body);
  return { failure: judge(status), status, answer, retryAfter: retryAfterOf(asHeaders(headers)) };
}

function judge(status: number): WebhookFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirect';
  return status === 410 ? 'gone' : 'status';
}

/** Reads as much as is kept. The status has come, so it counts even if the rest does not. */
async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      length += part.byteLength;
      if (length >= WEBHOOK_ANSWER_BYTES) break;
    }
  } catch {
    // What has come is kept.
  }
  const kept = Buffer.concat(parts).subarray(0, WEBHOOK_ANSWER_BYTES);
  // PostgreSQL stores no NUL, and a character may be cut in half.
  return new TextDecoder().decode(kept).replaceAll('\0', '\uFFFD');
}

const asHeaders = (headers: Dispatcher.ResponseData['headers']) => ({
  get(name: string): string | null {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  },
});

const TIMEOUTS = [errors.HeadersTimeoutError, errors.BodyTimeoutError, errors.ConnectTimeoutError];

function failureOf(error: unknown, signal: AbortSignal): WebhookFailure {
  if (isRefused(error)) return 'addressRefused';
  if (signal.aborted || TIMEOUTS.some((type) => error instanceof type)) return 'timeout';
  return isAboutCertificate(error) ? 'certificate' : 'unreachable';
}

/** With several addresses, the socket collects their errors. */
const isRefused = (error: unknown): boolean =>
  error instanceof RefusedAddress ||
  (error instanceof AggregateError && error.errors.some(isRefused));

/** OpenSSL's and Node's codes, such as DEPTH_ZERO_SELF_SIGNED_CERT and ERR_TLS_CERT_ALTNAME_INVALID. */
const isAboutCertificate = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /CERT|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(String(error.code));
