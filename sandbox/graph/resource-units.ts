/** Throttling of the directory by resource units: the cost of requests, and the budget per application and tenant in 10 s. */
import type { GraphCall } from './call.ts';
import { throttled } from './faults.ts';
import { SpendingWindow } from './spending-window.ts';

const WINDOW_MS = 10_000;
const WARNED_FROM = 0.8;

/** Ascending: the first row with `below` greater than the tenant's user count applies. */
const BUDGETS = [
  { below: 50, units: 3500 },
  { below: 501, units: 5000 },
  { below: Number.POSITIVE_INFINITY, units: 8000 },
];

const budgetOf = (users: number) => BUDGETS.find(({ below }) => users < below)?.units ?? 0;

const SMALL_PAGE = 20;

/** The cost of a request with the base cost of its operation. At least 1. */
export function costOf({ query }: Pick<GraphCall, 'query'>, base: number): number {
  const top = query.get('$top');
  const saved = [query.has('$select'), top !== null && Number(top) < SMALL_PAGE];
  const extra = query.has('$expand') ? 1 : 0;
  return Math.max(1, base + extra - saved.filter(Boolean).length);
}

export interface ResourceUnits {
  /**
   * Charges a request to the application's budget in the tenant.
   * @returns the resource unit headers
   * @throws GraphError 429 if the budget is exceeded
   */
  spend(call: GraphCall, units: number): Readonly<Record<string, string>>;
}

/** Sliding windows of 10 s, one per application and tenant. */
export function createResourceUnits(): ResourceUnits {
  const windows = new Map<string, SpendingWindow>();

  function windowOf(key: string): SpendingWindow {
    const window = windows.get(key) ?? new SpendingWindow(WINDOW_MS);
    windows.set(key, window);
    return window;
  }

  return {
    spend(call, units) {
      const headers = { 'x-ms-resource-unit': String(units) };
      const { tenant, token, directory } = call;
      if (!tenant.faults.enforceResourceUnits) return headers;
      const now = Date.now();
      const window = windowOf(`${tenant.id}/${token.clientId}`);
      const share = (window.sumAt(now) + units) / budgetOf(directory.users.count);
      if (share > 1) throw overBudget(call, window, now, share);
      window.add(now, units);
      return { ...headers, ...(share > WARNED_FROM && percentage(share)) };
    },
  };
}

const percentage = (share: number) => ({ 'x-ms-throttle-limit-percentage': share.toFixed(2) });

/** `Retry-After` lasts until the oldest entry leaves the window, at least one second. */
function overBudget(call: GraphCall, { oldest }: SpendingWindow, now: number, share: number) {
  const { tenant, token, method } = call;
  const waitMs = Math.max(1000, (oldest?.at ?? now) + WINDOW_MS - now);
  const access = method === 'GET' ? 'Read' : 'ReadWrite';
  return throttled(tenant, Math.ceil(waitMs / 1000), {
    'x-ms-throttle-scope': `Tenant_Application/${access}/${token.clientId}/${tenant.id}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    ...percentage(share),
  });
}
