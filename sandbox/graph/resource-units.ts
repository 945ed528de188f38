/** Throttling by resource units: the cost of requests, and the budget per application and tenant in 10 s. */
import type { GraphCall } from './call.ts';
import { throttled } from './faults.ts';

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

interface Spent {
  readonly at: number;
  units: number;
}

/** The units spent in the last 10 s, as a running sum. */
class SpendingWindow {
  /** One entry per millisecond; entries before `#first` have expired. */
  readonly #entries: Spent[] = [];
  #first = 0;
  #sum = 0;

  /** Drops expired entries and returns the sum. */
  sumAt(now: number): number {
    for (let entry = this.oldest; entry && entry.at <= now - WINDOW_MS; entry = this.oldest) {
      this.#sum -= entry.units;
      this.#first += 1;
    }
    if (this.#first > this.#entries.length / 2) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
    return this.#sum;
  }

  get oldest(): Spent | undefined {
    return this.#entries[this.#first];
  }

  add(now: number, units: number): void {
    const latest = this.#first < this.#entries.length ? this.#entries.at(-1) : undefined;
    if (latest?.at === now) latest.units += units;
    else this.#entries.push({ at: now, units });
    this.#sum += units;
  }
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
    const window = windows.get(key) ?? new SpendingWindow();
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
