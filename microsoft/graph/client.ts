/** Microsoft's Graph client with a chain of middleware that ends in our transport and retries nothing. */
import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import {
  AuthenticationHandler,
  Client,
  GraphClientError,
  ResponseType,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { missingPermissions } from '../../domain/consents.ts';
import { ProvostError } from '../../domain/failures.ts';
import { failureOf } from '../errors.ts';
import type { Identity } from '../identity.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { send } from '../transport.ts';
import { followableUrl, graphUrl } from './links.ts';

/** Whose tenant is read, and until when. */
export interface At {
  readonly tenantId: string;
  readonly signal?: AbortSignal | undefined;
}

export interface GraphRequest {
  /** A path below `/v1.0`, its parts encoded, or a whole link of an earlier answer. */
  readonly target: string;
  /** Sends `ConsistencyLevel: eventual`, which advanced queries need on each of their pages. */
  readonly eventual?: boolean;
  /** Posted as JSON. */
  readonly body?: unknown;
}

export interface GraphClient {
  /**
   * @returns an answer with a status of success
   * @throws ProvostError: `ForeignLink` before anything is sent, else as `failureOf` decides
   */
  call(at: At, request: GraphRequest): Promise<MicrosoftAnswer>;
  /** The failure of an answer; for 403 a fresh token decides whether the consent is gone. */
  failure(at: At, answer: MicrosoftAnswer): Promise<ProvostError>;
}

export interface GraphDependencies {
  readonly identity: Identity;
  readonly configuration: MicrosoftConfiguration;
}

export function createGraphClient({ identity, configuration }: GraphDependencies): GraphClient {
  const appToken = (at: At, fresh: boolean) => identity.appToken({ ...at, kind: 'graph', fresh });

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
    const response: unknown = await (
      request.body === undefined ? graphRequest.get() : graphRequest.post(request.body)
    ).catch(uncarry);
    if (!(response instanceof AnsweredResponse)) throw new ProvostError('UnexpectedAnswer');
    return response.answer;
  }

  async function failure(at: At, answer: MicrosoftAnswer): Promise<ProvostError> {
    const failed = failureOf(answer);
    if (answer.status !== 403) return failed;
    const type = (await isRevoked(at)) ? 'ConsentRevoked' : 'MicrosoftUnavailable';
    const { retryAfter, details } = failed;
    return new ProvostError(type, undefined, { retryAfter, details });
  }

  // Grants spread slowly: a 403 under a token that has every role passes by itself.
  async function isRevoked(at: At): Promise<boolean> {
    try {
      const { roles } = await appToken(at, true);
      return missingPermissions('graph', roles).length > 0;
    } catch (error) {
      if (error instanceof ProvostError && error.type === 'GrantNotVisible') return true;
      throw error;
    }
  }

  return {
    failure,
    async call(at, request) {
      const url = request.target.startsWith('/')
        ? graphUrl(configuration, request.target)
        : followableUrl(configuration, request.target);
      let answer = await attempt(at, url, request, false);
      if (answer.status === 401) answer = await attempt(at, url, request, true);
      if (answer.status < 200 || answer.status > 299) throw await failure(at, answer);
      return answer;
    },
  };
}

/** The last middleware: hands the request to our transport. */
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

/** What the client's chain wants to see of an answer. Its body, up to a megabyte, goes past it uncopied. */
class AnsweredResponse extends Response {
  readonly answer: MicrosoftAnswer;

  constructor(answer: MicrosoftAnswer) {
    super(null, { status: answer.status, headers: answer.headers });
    this.answer = answer;
  }
}

// The client replaces whatever its chain throws by an error of its own, but for this one.
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
