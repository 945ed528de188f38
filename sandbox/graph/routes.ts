/** The sandbox's Microsoft Graph, mounted at `/v1.0`. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Directory } from '../directory/directory.ts';
import type { Tenant, VerifyAppToken } from '../model.ts';
import { MICROSOFT_GRAPH } from '../registrations.ts';
import type { Sites } from '../sites/sites.ts';
import { answerBatch } from './batch.ts';
import type { BatchItem } from './batch.ts';
import { requireJson } from './body.ts';
import { json, parseTarget, refuseUnknownOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { errorBody, GraphError, invalidToken } from './errors.ts';
import { consumeFault } from '../counted-faults.ts';
import { applyLatency, applyFailure, applyThrottle } from './faults.ts';
import { createMailboxConcurrency } from './mail/concurrency.ts';
import type { Operation, Parameters } from './operation.ts';
import { findOperation } from './operations.ts';
import { applyMalform } from './page-faults.ts';
import { requirePermission } from './permissions.ts';
import { parsePreferences } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import { costOf, createResourceUnits } from './resource-units.ts';
import type { ResourceUnits } from './resource-units.ts';
import { NoDriveError } from './sharepoint/errors.ts';
import { createSharePointLimits } from './sharepoint/limits.ts';
import type { SharePointLimits } from './sharepoint/limits.ts';
import type { ServicePrincipal } from './service-principal.ts';
import { cutConnection, sendHalf, toMessage, toResponse, zip } from './transmission.ts';
import type { Env } from './transmission.ts';

export interface GraphOptions {
  tenantOf(
    tenantId: string,
  ): { readonly tenant: Tenant; readonly directory: Directory; readonly sites: Sites } | undefined;
  readonly verify: VerifyAppToken;
  servicePrincipalsOf(tenant: Tenant): readonly ServicePrincipal[];
  /** The origin that clients use. Links in responses still use Microsoft's address. */
  readonly origin?: string | undefined;
}

type Caller = Pick<
  GraphCall,
  'tenant' | 'directory' | 'sites' | 'servicePrincipals' | 'token' | 'userAgent' | 'ids'
>;

interface Limits {
  readonly units: ResourceUnits;
  readonly sharePoint: SharePointLimits;
}

const BATCH = '/$batch';
const MOUNT = '/v1.0';

const relativeOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return `${pathname.startsWith(`${MOUNT}/`) ? pathname.slice(MOUNT.length) : pathname}${search}`;
};

const bearerOf = (c: Context): string | undefined =>
  /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

const isEventual = (consistencyLevel: string | undefined) =>
  consistencyLevel?.trim().toLowerCase() === 'eventual';

function answerError(error: unknown, ids: GraphCall['ids']): GraphAnswer {
  if (!(error instanceof GraphError)) throw error;
  return json(errorBody(error, ids), error.status, error.headers);
}

const withHeaders = (answer: GraphAnswer, headers: GraphAnswer['headers']): GraphAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** A request as received, single or as an item of a batch. */
interface GraphRequest {
  readonly method: string;
  readonly target: string;
  readonly eventual: boolean;
  readonly preferences: Preferences;
  readonly contentType: string | undefined;
  readonly body: string;
}

const callOf = (caller: Caller, request: GraphRequest): GraphCall => ({
  ...caller,
  ...request,
  ...parseTarget(request.target),
});

const nameOf = ({ method, address }: Operation): string =>
  `${method} ${address.replaceAll('/:', '/{id}')}`;

/** Each service has a budget of its own. @throws GraphError 429, 503 */
function charge(limits: Limits, call: GraphCall, operation: Operation): GraphAnswer['headers'] {
  if (operation.workload === 'sharepoint') return limits.sharePoint.spend(call, operation);
  return operation.cost > 0 ? limits.units.spend(call, costOf(call, operation.cost)) : {};
}

function answerCall(
  { sharePoint }: Limits,
  call: GraphCall,
  operation: Operation,
  parameters: Parameters,
): GraphAnswer {
  try {
    return applyMalform(call, operation.answer(call, parameters));
  } catch (error) {
    if (error instanceof NoDriveError) sharePoint.missed(call);
    throw error;
  }
}

/** Runs one operation, single or in a batch. Returns Graph errors as responses. */
function answerOperation(limits: Limits, caller: Caller, request: GraphRequest): GraphAnswer {
  let headers: GraphAnswer['headers'] = {};
  try {
    applyFailure(caller.tenant, request.target);
    const call = callOf(caller, request);
    const { operation, parameters } = findOperation(call);
    caller.tenant.operations.add(nameOf(operation));
    refuseUnknownOptions(call);
    headers = charge(limits, call, operation);
    requirePermission(caller.token, operation);
    if (request.body !== '') requireJson(request.contentType);
    return withHeaders(answerCall(limits, call, operation, parameters), headers);
  } catch (error) {
    return withHeaders(answerError(error, caller.ids), headers);
  }
}

const bodyText = (body: unknown): string => (body === undefined ? '' : JSON.stringify(body));

const headerOf = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

function answerItem(limits: Limits, caller: Caller, item: BatchItem): GraphAnswer {
  const target = item.url.startsWith('/') ? item.url : `/${item.url}`;
  try {
    if (caller.tenant.faults.throttleInsideBatch) applyThrottle(caller.tenant, target);
  } catch (error) {
    return answerError(error, caller.ids);
  }
  return answerOperation(limits, caller, {
    method: item.method.toUpperCase(),
    target,
    eventual: isEventual(headerOf(item.headers, 'consistencylevel')),
    preferences: parsePreferences(headerOf(item.headers, 'prefer')),
    contentType: headerOf(item.headers, 'content-type'),
    body: bodyText(item.body),
  });
}

/**
 * The bearer token alone determines the tenant. Every response has `request-id`,
 * `client-request-id` and `Date`.
 */
export function createGraphRoutes({
  tenantOf,
  verify,
  servicePrincipalsOf,
}: GraphOptions): Hono<Env> {
  const limits = { units: createResourceUnits(), sharePoint: createSharePointLimits() };
  const concurrency = createMailboxConcurrency();

  async function callerOf(c: Context, ids: GraphCall['ids']): Promise<Caller> {
    const bearer = bearerOf(c);
    const token = bearer === undefined ? null : await verify(bearer, MICROSOFT_GRAPH);
    const found = token ? tenantOf(token.tenantId) : undefined;
    if (!token || !found) throw invalidToken();
    const { tenant, directory, sites } = found;
    const userAgent = c.req.header('user-agent') ?? '';
    const servicePrincipals = () => servicePrincipalsOf(tenant);
    return { token, tenant, directory, sites, ids, userAgent, servicePrincipals };
  }

  async function answer(c: Context<Env>, caller: Caller, target: string): Promise<GraphAnswer> {
    const isBatch = c.req.method === 'POST' && target.split('?', 1)[0] === BATCH;
    const { tenant, ids } = caller;
    const request = {
      method: c.req.method,
      target,
      eventual: isEventual(c.req.header('consistencylevel')),
      preferences: parsePreferences(c.req.header('prefer')),
      contentType: c.req.header('content-type'),
      // Do not read the body of a GET: that costs as much as the rest of the request.
      body: c.req.method === 'GET' ? '' : await c.req.text(),
    };
    try {
      if (!(isBatch && tenant.faults.throttleInsideBatch)) applyThrottle(tenant, target);
      if (!isBatch) return answerOperation(limits, caller, request);
      applyFailure(tenant, target);
      requireJson(request.contentType);
      const call = callOf(caller, request);
      return answerBatch(call, (item) => answerItem(limits, caller, item));
    } catch (error) {
      return answerError(error, ids);
    }
  }

  /** Waits out the latency within the mailbox's limit, so that slow requests count as open. */
  async function answerInTurn(c: Context<Env>, caller: Caller, target: string) {
    try {
      const leave = concurrency.enter(caller, target);
      try {
        await applyLatency(caller.tenant);
        return await answer(c, caller, target);
      } finally {
        leave();
      }
    } catch (error) {
      return answerError(error, caller.ids);
    }
  }

  async function respond(c: Context<Env>): Promise<Response> {
    const requestId = randomUUID();
    const ids = { requestId, clientRequestId: c.req.header('client-request-id') ?? requestId };
    const caller = await callerOf(c, ids).catch((error: unknown) => answerError(error, ids));
    if ('status' in caller) return toResponse(toMessage(caller, ids));
    const { tenant } = caller;
    tenant.counters.graph += 1;
    const target = relativeOf(c.req.url);
    if (consumeFault(tenant, 'drop', target)) return cutConnection(c, (socket) => socket.destroy());
    const message = toMessage(await answerInTurn(c, caller, target), ids);
    const sent = await zip(message, c.req.header('accept-encoding'));
    if (!consumeFault(tenant, 'truncate', target)) return toResponse(sent);
    return cutConnection(c, (_, outgoing) => sendHalf(outgoing, sent));
  }

  return new Hono<Env>().all('/*', (c) => respond(c));
}
