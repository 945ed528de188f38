/** Sends all requests of this folder to Microsoft. */
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, request as sendRequest } from 'undici';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS, MICROSOFT_SERVICES, isSafeOrigin } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';

/** Milliseconds for a request and its whole response, unless configured otherwise. */
export const REQUEST_TIMEOUT = 30_000;

/** In the form in which SharePoint tells applications apart. Without it, they are throttled first. */
export const USER_AGENT = 'ISV|Provost|Provost/0.1.0';

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

type Origins = Pick<MicrosoftConfiguration, 'cloud' | 'origins' | 'requestTimeout'>;

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
 * @throws ProvostError `MicrosoftUnavailable` without a whole answer in time; `UnexpectedAnswer` for one
 * that is too large; `ForeignLink`
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
  const timeout = configuration.requestTimeout ?? REQUEST_TIMEOUT;
  const timer = setTimeout(abort, timeout);
  signal?.addEventListener('abort', abort);
  try {
    return await exchange(url, request, controller.signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ProvostError) throw cause;
    throw unreachable(url, cause, controller.signal.aborted ? timeout : null);
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
    headers: { 'user-agent': USER_AGENT, ...headers, 'accept-encoding': 'gzip' },
    body,
    signal,
  });
  const received = await bytesOf(answer.body);
  const zipped = answer.headers['content-encoding'] === 'gzip';
  const bytes = zipped ? await unzipped(received) : received;
  return {
    status: answer.statusCode,
    headers: headersOf(answer.headers),
    bytes,
    get body() {
      return textOf(bytes);
    },
  };
}

/** Bytes, before and after decompression. Far above any page that was seen. */
export const LARGEST_BODY = 32 * 1024 * 1024;

const tooLarge = () =>
  new ProvostError('UnexpectedAnswer', 'Microsoft returned a response that is too large.', {
    details: { code: 'ResponseTooLarge' },
  });

async function bytesOf(body: Dispatcher.ResponseData['body']): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > LARGEST_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  // Its own buffer: it may be transferred to another thread.
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const unzip = promisify(gunzip);

async function unzipped(received: Uint8Array): Promise<Uint8Array> {
  try {
    return await unzip(received, { maxOutputLength: LARGEST_BODY });
  } catch (error) {
    throw networkCode(error) === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error;
  }
}

/** Decodes UTF-8 and strips the byte order mark, which JSON does not allow. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function headersOf(received: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}

/** @param timeout the milliseconds that have passed, or null if something else ended the request */
function unreachable(url: string, cause: unknown, timeout: number | null): ProvostError {
  const reason = timeout === null ? networkCode(cause) : `no answer within ${timeout / 1000} s`;
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
