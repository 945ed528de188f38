/** Simulates the Graph faults of a tenant (`Faults`). Counted faults decrement on each use. */
import { setTimeout as delay } from 'node:timers/promises';
import { consumeFault } from '../counted-faults.ts';
import type { Faults, Tenant } from '../model.ts';
import { expiredPageToken, GraphError } from './errors.ts';
import { isSharePoint, SHAREPOINT_DENIAL } from './sharepoint/workload.ts';

type ExpiringTokens = 'expirePageTokens' | 'expireDeltaTokens';

/** Whether the fault is due. Decrements its counter. */
function useUp(faults: Faults, counter: ExpiringTokens): boolean {
  if (faults[counter] <= 0) return false;
  faults[counter] -= 1;
  return true;
}

export const applyLatency = async ({ faults }: Tenant): Promise<void> => {
  if (faults.latencyMs > 0) await delay(faults.latencyMs);
};

const THROTTLED = {
  directory: ['TooManyRequests', 'Please retry again later.'],
  sharepoint: ['activityLimitReached', 'The request has been throttled'],
} as const;

/** Creates and counts a 429 response. @param seconds `Retry-After`; null omits the header */
export function throttled(
  tenant: Tenant,
  seconds: number | null,
  headers: Readonly<Record<string, string>> = {},
  workload: keyof typeof THROTTLED = 'directory',
): GraphError {
  tenant.counters.throttled += 1;
  const [code, message] = THROTTLED[workload];
  return new GraphError(429, code, message, {
    ...headers,
    ...(seconds !== null && { 'Retry-After': String(seconds) }),
  });
}

/** @throws GraphError 429 if this request is to be throttled */
export function applyThrottle(tenant: Tenant, target: string): void {
  const { throttledUntil, retryAfterSeconds } = tenant.faults;
  if (throttledUntil > Date.now() || consumeFault(tenant, 'throttle', target))
    throw throttled(
      tenant,
      retryAfterSeconds,
      {},
      isSharePoint(target) ? 'sharepoint' : 'directory',
    );
}

const FAILURES: Readonly<Record<Faults['failStatus'], readonly [code: string, message: string]>> = {
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  500: ['generalException', 'An unexpected error occurred while the request was processed.'],
  502: ['BadGateway', 'A server behind the service gave no valid answer.'],
  503: ['serviceNotAvailable', 'The service is not available for the moment.'],
  504: ['GatewayTimeout', 'A server behind the service did not answer in time.'],
};

/** @param target path and query below the version. @throws GraphError if this request is to fail */
export function applyFailure(tenant: Tenant, target: string): void {
  if (!consumeFault(tenant, 'fail', target)) return;
  const { failStatus } = tenant.faults;
  const [code, message] =
    failStatus === 403 && isSharePoint(target) ? SHAREPOINT_DENIAL : FAILURES[failStatus];
  throw new GraphError(failStatus, code, message);
}

/** Whether this page token is to be expired. Decrements the counter. */
export const isPageTokenExpired = ({ faults }: Tenant): boolean =>
  useUp(faults, 'expirePageTokens');

/** @throws GraphError 400 if page tokens are to be expired */
export function applyPageTokenExpiry(tenant: Tenant): void {
  if (isPageTokenExpired(tenant)) throw expiredPageToken();
}

/** Whether this delta token is to be expired. Decrements the counter. @param set `users`, `groups` or `sites` */
export function isDeltaTokenExpired({ faults }: Tenant, set: string): boolean {
  const isMeant = faults.expireDeltaTokensOf === null || faults.expireDeltaTokensOf === set;
  return isMeant && useUp(faults, 'expireDeltaTokens');
}

/** Whether the page with this number (starting at 1) is to be empty. Never all pages, or a client could not finish. */
export function isEmptyPage({ faults: { emptyPageEvery } }: Tenant, page: number): boolean {
  return emptyPageEvery > 0 && page % Math.max(2, emptyPageEvery) === 0;
}
