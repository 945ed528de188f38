/** Throttling by resource units: what requests cost, and what a tenant grants an application in 10 s. */
import type { GraphCall } from './call.ts';
import { throttled } from './faults.ts';

const WINDOW_MS = 10_000;
const WARNED_FROM = 0.8;

/** The first row with more users than the tenant has decides. */
const BUDGETS = [
  { below: 50, units: 3500 },
  { below: 501, units: 5000 },
  { below: Number.POSITIVE_INFINITY, units: 8000 },
];

const budgetOf = (users: number) => BUDGETS.find(({ below }) => users < below)?.units ?? 0;

const SMALL_PAGE = 20;

/** What a request costs whose kind costs `base`. At least 1. */
export function costOf({ query }: Pick<GraphCall, 'query'>, base: number): number {
  const top = query.get('$top');
  const saved = [query.has('$select'), top !== null && Number(top) < SMALL_PAGE];
  const extra = query.has('$expand') ? 1 : 0;
  return Math.max(1, base + extra - saved.filter(Boolean).length);
}

interface Spent {
  readonly at: number;
  readonly units: number;
}

export interface ResourceUnits {
  /**
   * Takes a request's cost from the application's budget in the tenant.
   * @returns the headers that tell of it
   * @throws GraphError 429 when the budget does not hold it
   */
  spend(call: GraphCall, units: number): Readonly<Record<string, string>>;
}

/** Sliding windows of 10 s, one for each application in each tenant. */
export function createResourceUnits(): ResourceUnits {
  const windows = new Map<string, Spent[]>();

  function windowOf(key: string, now: number): Spent[] {
    const current = (windows.get(key) ?? []).filter(({ at }) => at > now - WINDOW_MS);
    windows.set(key, current);
    return current;
  }

  return {
    spend(call, units) {
      const headers = { 'x-ms-resource-unit': String(units) };
      const { tenant, token, directory } = call;
      if (!tenant.faults.enforceResourceUnits) return headers;
      const now = Date.now();
      const window = windowOf(`${tenant.id}/${token.clientId}`, now);
      const spent = window.reduce((sum, entry) => sum + entry.units, 0);
      const share = (spent + units) / budgetOf(directory.users.count);
      if (share > 1) throw overBudget(call, window, now, share);
      window.push({ at: now, units });
      return { ...headers, ...(share > WARNED_FROM && percentage(share)) };
    },
  };
}

const percentage = (share: number) => ({ 'x-ms-throttle-limit-percentage': share.toFixed(2) });

/** Asks to stay away until the oldest part of the window has passed. */
function overBudget(call: GraphCall, [oldest]: readonly Spent[], now: number, share: number) {
  const { tenant, token, method } = call;
  const waitMs = Math.max(1000, (oldest?.at ?? now) + WINDOW_MS - now);
  const access = method === 'GET' ? 'Read' : 'ReadWrite';
  return throttled(tenant, Math.ceil(waitMs / 1000), {
    'x-ms-throttle-scope': `Tenant_Application/${access}/${token.clientId}/${tenant.id}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    ...percentage(share),
  });
}
