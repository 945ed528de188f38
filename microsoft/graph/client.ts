/** Microsoft's Graph client with a middleware chain that uses our transport and does not retry. */
import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import {
  AuthenticationHandler,
  Client,
  GraphClientError,
  ResponseType,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { type GraphConsent, missingPermissions } from '../../domain/consents.ts';
import { LRUCache } from 'lru-cache';
import { ProvostError } from '../../domain/failures.ts';
import { failureOf } from '../errors.ts';
import { retryAfterOf } from '../../domain/retry-after.ts';
import type { Identity } from '../identity.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';
import type { MicrosoftAnswer, ReceivedAnswer } from '../transport.ts';
import { send } from '../transport.ts';
import type { RateLimit } from './allowance.ts';
import { followableUrl, graphUrl, VERSION } from './links.ts';
import { createPacer, type Outcome, type Pacer } from './pacer.ts';
import { LIMITS, type Workload, workloadOf } from './workload.ts';

/** Tenant, cancellation and cost meter of a call. */
export interface At {
  readonly tenantId: string;
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
}

/** The cost so far; every request adds to it. */
export interface Meter {
  /** Counts each item of a batch. */
  requests: number;
  units: number;
  throttled: number;
  waitedMs: number;
}

export interface GraphRequest {
  /** A path below `/v1.0` with encoded segments, or a full link from an earlier answer. */
  readonly target: string;
  /** Sends `ConsistencyLevel: eventual`, which advanced queries need on every page. */
  readonly eventual?: boolean;
  /** Posted as JSON. */
  readonly body?: unknown;
  /** Asks for ids of messages that survive a move (`Prefer: IdType="ImmutableId"`). */
  readonly immutableIds?: boolean;
  /** The paths in a batch. */
  readonly items?: readonly string[];
}

export interface GraphClient {
  /**
   * @returns an answer with a 2xx status
   * @throws ProvostError: `ForeignLink` before anything is sent, otherwise per `failureOf`
   */
  call(at: At, request: GraphRequest): Promise<ReceivedAnswer>;
  /** Takes the throttling of an item in a batch into account. */
  noteItem(at: At, path: string, outcome: Outcome): void;
  /** Takes the tenant's number of users into account. */
  noteSize(at: At, users: number): void;
  /** The failure for an answer. For a refusal, a fresh token shows whether the consent was revoked. */
  failure(at: At, answer: MicrosoftAnswer, url?: string): Promise<ProvostError>;
}

export interface GraphDependencies {
  readonly identity: Identity;
  readonly configuration: MicrosoftConfiguration;
  /** Whose tokens are used. */
  readonly consent: GraphConsent;
}

export function createGraphClient({
  identity,
  configuration,
  consent,
}: GraphDependencies): GraphClient {
  const appToken = (at: At, fresh: boolean) => identity.appToken({ ...at, kind: consent, fresh });

  async function attempt(at: At, url: string, request: GraphRequest, fresh: boolean) {
    const { token } = await appToken(at, fresh);
    const middleware = [
      new AuthenticationHandler({ getAccessToken: () => Promise.resolve(token) }),
      new TelemetryHandler(),
      new TransportHandler(configuration),
    ];
    const graphRequest = Client.initWithMiddleware({ middleware })
      .api(url)
      .responseType(ResponseType.RAW)
      .option('signal', at.signal)
      .header('client-request-id', randomUUID());
    if (request.eventual === true) graphRequest.header('ConsistencyLevel', 'eventual');
    if (request.immutableIds === true) graphRequest.header('Prefer', 'IdType="ImmutableId"');
    const response: unknown = await (
      request.body === undefined ? graphRequest.get() : graphRequest.post(request.body)
    ).catch(uncarry);
    if (!(response instanceof AnsweredResponse)) throw new ProvostError('UnexpectedAnswer');
    return response.answer;
  }

  async function failure(at: At, answer: MicrosoftAnswer, url = ''): Promise<ProvostError> {
    const failed = failureOf(answer, { delta: isDelta(url) });
    // A mailbox answers a token without roles with this code and 401, even a fresh one.
    const powerless = failed.details['code'] === 'NoPermissionsInAccessToken';
    if (answer.status !== 403 && !powerless) return failed;
    const type = (await isRevoked(at)) ? 'ConsentRevoked' : 'AccessRefused';
    const { retryAfter, details } = failed;
    return new ProvostError(type, undefined, { retryAfter, details });
  }

  // Many items may be refused at once, and one token tells about all of them.
  const revocations = new LRUCache<string, Promise<boolean>>({
    max: MAX_TENANTS,
    ttl: REVOCATION_LIFETIME,
  });

  function isRevoked(at: At): Promise<boolean> {
    const known = revocations.get(at.tenantId);
    if (known) return known;
    // Without the signal of this caller: others wait for the same look.
    const found = lacksRoles({ tenantId: at.tenantId });
    revocations.set(at.tenantId, found);
    // A failed look is no answer.
    found.catch(() => revocations.delete(at.tenantId));
    return found;
  }

  async function lacksRoles(at: At): Promise<boolean> {
    try {
      const { roles } = await appToken(at, true);
      return missingPermissions(consent, roles).length > 0;
    } catch (error) {
      if (error instanceof ProvostError && error.type === 'GrantNotVisible') return true;
      throw error;
    }
  }

  const pacers: Readonly<Record<Workload, Pacer>> = {
    directory: createPacer({ allowance: LIMITS.directory.allowance }),
    sharepoint: createPacer({ allowance: LIMITS.sharepoint.allowance }),
  };

  /** Sends one request as soon as the tenant's rate limit allows. */
  async function paced(at: At, url: string, request: GraphRequest, fresh: boolean) {
    const targets = request.items ?? [pathOf(url)];
    // The paths in a batch go to one workload.
    const workload = workloadOf(targets[0] ?? '');
    const { cost } = LIMITS[workload];
    const units = targets.reduce((sum, target) => sum + cost(target), 0);
    const turn = await pacers[workload].enter(at.tenantId, units, at.signal);
    let outcome: Outcome = { throttled: false, units: null, used: null };
    try {
      const answer = await attempt(at, url, request, fresh);
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      turn.leave(request.items ? { ...outcome, units } : outcome);
      meter(at, {
        requests: targets.length,
        units: request.items ? units : (outcome.units ?? units),
        throttled: Number(outcome.throttled),
        waitedMs: turn.waitedMs,
      });
    }
  }

  return {
    failure,
    noteItem: (at, path, outcome) => pacers[workloadOf(path)].reportWarning(at.tenantId, outcome),
    noteSize: ({ tenantId }, users) => pacers.directory.reportSize(tenantId, users),
    async call(at, request) {
      const url = request.target.startsWith('/')
        ? graphUrl(configuration, request.target)
        : followableUrl(configuration, request.target);
      let answer = await paced(at, url, request, false);
      if (answer.status === 401) answer = await paced(at, url, request, true);
      if (answer.status < 200 || answer.status > 299) throw await failure(at, answer, url);
      return answer;
    },
  };
}

const MAX_TENANTS = 5_000;
/** Milliseconds. Short: a consent may be revoked or renewed at any time. */
const REVOCATION_LIFETIME = 5_000;

export const createMeter = (): Meter => ({ requests: 0, units: 0, throttled: 0, waitedMs: 0 });

function meter({ meter: total }: At, spent: Meter): void {
  if (!total) return;
  total.requests += spent.requests;
  total.units += spent.units;
  total.throttled += spent.throttled;
  total.waitedMs += spent.waitedMs;
}

/** Delta is a function, with or without a namespace, parentheses and a token in them. */
const isDelta = (url: string): boolean => /\/([a-z]+\.)*delta(\([^)]*\))?(\?|$)/i.test(url);

const pathOf = (url: string) => url.slice(url.indexOf(VERSION) + VERSION.length);

/** The throttling headers of an answer (Microsoft Graph throttling guidance). */
export function outcomeOf({
  status,
  headers,
}: Pick<MicrosoftAnswer, 'status' | 'headers'>): Outcome {
  return {
    throttled: status === 429,
    units: positive(headers.get('x-ms-resource-unit')),
    used: positive(headers.get('x-ms-throttle-limit-percentage')),
    rateLimit: rateLimitOf(headers),
    retryAfter: status === 429 || status === 503 ? retryAfterOf(headers) : null,
  };
}

/** The limit of SharePoint (IETF draft of rate limit headers); null unless it is told as a whole. */
function rateLimitOf(headers: Headers): RateLimit | null {
  const limit = positive(headers.get('ratelimit-limit'));
  const remaining = Number(headers.get('ratelimit-remaining') ?? Number.NaN);
  const reset = positive(headers.get('ratelimit-reset'));
  if (limit === null || reset === null || !Number.isFinite(remaining)) return null;
  return { limit, remaining, reset: reset * 1000 };
}

function positive(header: string | null): number | null {
  const number = Number(header ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? number : null;
}

/** The last middleware: sends the request through our transport. */
class TransportHandler implements Middleware {
  readonly #configuration: MicrosoftConfiguration;

  constructor(configuration: MicrosoftConfiguration) {
    this.#configuration = configuration;
  }

  async execute(context: Context): Promise<void> {
    const { method, headers, body, signal } = context.options ?? {};
    const answer = await send(this.#configuration, {
      method: method === 'POST' ? 'POST' : 'GET',
      url: typeof context.request === 'string' ? context.request : context.request.url,
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' && { body }),
      signal: signal ?? undefined,
    }).catch(carry);
    context.response = new AnsweredResponse(answer);
  }
}

/** A response for the middleware chain, without the body: avoids copying up to a megabyte. */
class AnsweredResponse extends Response {
  readonly answer: ReceivedAnswer;

  constructor(answer: ReceivedAnswer) {
    super(null, { status: answer.status, headers: answer.headers });
    this.answer = answer;
  }
}

// The client replaces errors from the chain with its own, except `customError`.
function carry(failure: unknown): never {
  const carrier = new GraphClientError();
  carrier.customError = failure;
  throw carrier;
}

function uncarry(error: unknown): never {
  throw error instanceof GraphClientError && error.customError !== undefined
    ? error.customError
    : error;
}
