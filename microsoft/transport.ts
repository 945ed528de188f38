/** Sends all requests of this folder to Microsoft. */
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { request as sendRequest } from 'undici';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS, MICROSOFT_SERVICES, isSafeOrigin } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';

/** Milliseconds for a request and its whole response. */
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
  /** The body if it is already parsed: an item of a batch. */
  readonly json?: unknown;
}

/** An answer of a single request. `body` is decoded only when it is read. */
export interface ReceivedAnswer extends MicrosoftAnswer {
  readonly bytes: Uint8Array;
}

type Origins = Pick<MicrosoftConfiguration, 'cloud' | 'origins'>;

/**
 * Maps a canonical URL to the configured origin. Path and query stay the same.
 * @throws ProvostError `ForeignLink` for any other host, credentials in the URL, or plain http outside loopback.
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
 * Sends one request and reads the whole answer, whatever its status. Redirects are not
 * followed: a bearer token must not go to another host.
 * @throws ProvostError `MicrosoftUnavailable` without an answer within 30 s; `ForeignLink`
 * @throws the signal's reason when the caller aborts.
 */
export async function send(
  configuration: Origins,
  request: MicrosoftRequest,
): Promise<ReceivedAnswer> {
  const url = configuredUrl(configuration, request.url);
  const { signal } = request;
  signal?.throwIfAborted();
  // Not AbortSignal.any: on a signal that lives as long as a synchronization it leaks
  // memory with every request.
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
/** Bytes. Far above any page; protects against decompression bombs. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** Decodes UTF-8 and strips the byte order mark, which JSON does not allow. */
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

/** The network error code, e.g. `ECONNRESET`. Some errors have it only in their cause. */
function networkCode(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return 'unknown';
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : inner.name;
}
