/** The one door to Microsoft: every request of this folder leaves here. */
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { request as sendRequest } from 'undici';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS, MICROSOFT_SERVICES, isSafeOrigin } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';

/** Milliseconds for a whole exchange, the body included. */
export const REQUEST_TIMEOUT = 30_000;

export interface MicrosoftRequest {
  readonly method: 'GET' | 'POST';
  /** A URL on one of the cloud's canonical origins. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface MicrosoftAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** The body, where it came parsed already: an item of a batch. */
  readonly json?: unknown;
}

/** An answer of its own, whose body is a text for whoever asks, and costs nothing before. */
export interface ReceivedAnswer extends MicrosoftAnswer {
  readonly bytes: Uint8Array;
}

type Origins = Pick<MicrosoftConfiguration, 'cloud' | 'origins'>;

/**
 * Where a canonical URL is really to be found: the same path and query on the
 * configured origin.
 * @throws ProvostError `ForeignLink` for any other host, a user name in the URL, or plain http off loopback.
 */
export function configuredUrl({ cloud, origins }: Origins, url: string): string {
  const canonical = CLOUDS[cloud];
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const service = MICROSOFT_SERVICES.find((name) => canonical[name] === parsed?.origin);
  if (parsed === null || service === undefined || parsed.username || parsed.password) {
    throw new ProvostError('ForeignLink', undefined, { details: { host: parsed?.host ?? null } });
  }
  const target = new URL(`${origins[service]}${parsed.pathname}${parsed.search}`);
  if (!isSafeOrigin(target)) {
    throw new ProvostError('ForeignLink', undefined, { details: { host: target.host } });
  }
  return target.href;
}

/**
 * Sends one request and reads its whole answer, whatever its status. Redirects
 * are answers too: a bearer token must not follow one to another host.
 * @throws ProvostError `MicrosoftUnavailable` when no answer came within 30 s; `ForeignLink`
 * @throws the signal's reason, when the caller aborts.
 */
export async function send(
  configuration: Origins,
  request: MicrosoftRequest,
): Promise<ReceivedAnswer> {
  const url = configuredUrl(configuration, request.url);
  const { signal } = request;
  signal?.throwIfAborted();
  // Not AbortSignal.any: on a signal that lives as long as a synchronization it
  // keeps something of every request.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, REQUEST_TIMEOUT);
  signal?.addEventListener('abort', abort);
  try {
    return await exchange(url, request, controller.signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(url, cause, controller.signal.aborted);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function exchange(
  url: string,
  { method, headers, body }: MicrosoftRequest,
  signal: AbortSignal,
): Promise<ReceivedAnswer> {
  const answer = await sendRequest(url, {
    method,
    headers: { 'user-agent': 'Provost', ...headers, 'accept-encoding': 'gzip' },
    body,
    signal,
  });
  const received = new Uint8Array(await answer.body.arrayBuffer());
  const zipped = answer.headers['content-encoding'] === 'gzip';
  const bytes = zipped ? await unzip(received, { maxOutputLength: LARGEST_BODY }) : received;
  return {
    status: answer.statusCode,
    headers: headersOf(answer.headers),
    bytes,
    get body() {
      return textOf(bytes);
    },
  };
}

const unzip = promisify(gunzip);
/** Bytes: far above any page, far below what a compressed body could grow to. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** UTF-8, without a byte order mark, which JSON does not know. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function headersOf(received: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}

function unreachable(url: string, cause: unknown, timedOut: boolean): ProvostError {
  const reason = timedOut ? `no answer within ${REQUEST_TIMEOUT / 1000} s` : networkCode(cause);
  return new ProvostError('MicrosoftUnavailable', undefined, {
    details: { host: new URL(url).host, reason },
  });
}

/** What the network said, e.g. `ECONNRESET`; some errors hide it in their cause. */
function networkCode(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return 'unknown';
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}
