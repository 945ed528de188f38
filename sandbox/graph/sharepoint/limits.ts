/**
 * Throttling of SharePoint and OneDrive: resource units per application and tenant, a block for
 * those who go on nevertheless, and one for those who ask for many OneDrives that do not exist.
 */
import type { GraphCall } from '../call.ts';
import { GraphError } from '../errors.ts';
import { throttled } from '../faults.ts';
import type { Operation } from '../operation.ts';
import { SpendingWindow } from '../spending-window.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WARNED_FROM = 0.8;

/** Ascending: the first row whose `upTo` is not below the tenant's licenses applies. */
const BUDGETS = [
  { upTo: 1000, minute: 1250, day: 1_200_000, tenant: 18_750 },
  { upTo: 5000, minute: 2500, day: 2_400_000, tenant: 37_500 },
  { upTo: 15_000, minute: 3750, day: 3_600_000, tenant: 56_250 },
  { upTo: 50_000, minute: 5000, day: 4_800_000, tenant: 75_000 },
  { upTo: Number.POSITIVE_INFINITY, minute: 6250, day: 6_000_000, tenant: 93_750 },
] as const;

/** Every user counts as one license. */
const budgetOf = (users: number) => BUDGETS.find(({ upTo }) => users <= upTo) ?? BUDGETS[0];

/** `ISV|Company|App/1.0`, also as a part of a longer one. */
const DECORATED = /(?:^|\s)(?:NON)?ISV\|[^|]+\|[^|/]+\/\d[\w.]*/;

/** Microsoft throttles others first, without saying when. Here: at half of the budget. */
const UNDECORATED_SHARE = 0.5;

/** Calls within `Retry-After` until the application is blocked. */
const MOST_IGNORED = 20;
const BLOCKED_RETRY_SECONDS = 600;

/** OneDrives that do not exist, per minute; more of them, and all drives are refused for a while. */
const MOST_MISSES = 100;
const MISSES_PENALTY_SECONDS = 300;

interface Usage {
  readonly minute: SpendingWindow;
  readonly day: SpendingWindow;
  readonly misses: SpendingWindow;
  /** Until then the application was told to wait. */
  waitsUntil: number;
  /** Calls before that. */
  ignored: number;
  /** Until then it gets no drives. */
  noDrivesUntil: number;
}

const newUsage = (): Usage => ({
  minute: new SpendingWindow(MINUTE_MS),
  day: new SpendingWindow(DAY_MS),
  misses: new SpendingWindow(MINUTE_MS),
  waitsUntil: 0,
  ignored: 0,
  noDrivesUntil: 0,
});

type Headers = Readonly<Record<string, string>>;

/** The call, as far as limits depend on it. */
type Charged = Pick<GraphCall, 'tenant' | 'directory' | 'token' | 'query' | 'userAgent'>;
type Charge = Pick<Operation, 'address' | 'cost'>;

export interface SharePointLimits {
  /**
   * Charges a request. Refused requests count too.
   * @returns the rate limit headers, from 80 % of the limit on
   * @throws GraphError 429; 503 for an application that is blocked
   */
  spend(call: Charged, operation: Charge): Headers;
  /** Counts a OneDrive that does not exist. */
  missed(call: Pick<Charged, 'tenant' | 'token'>): void;
}

/** A delta with a token is as cheap as a single item. */
const siteCostOf = ({ query }: Charged, { cost }: Charge): number =>
  query.has('token') ? 1 : cost;

const isDrive = ({ address }: Charge) =>
  address.startsWith('/drives') || address.endsWith('/drive');

const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / SECOND_MS));

function blocked(): GraphError {
  return new GraphError(503, 'serviceNotAvailable', 'The service is not available.', {
    'Retry-After': String(BLOCKED_RETRY_SECONDS),
  });
}

export function createSharePointLimits(): SharePointLimits {
  const usages = new Map<string, Usage>();
  const tenants = new Map<string, SpendingWindow>();

  function usageOf({ tenant, token }: Pick<Charged, 'tenant' | 'token'>): Usage {
    const key = `${tenant.id}/${token.clientId}`;
    const usage = usages.get(key) ?? newUsage();
    usages.set(key, usage);
    return usage;
  }

  function windowOf(tenantId: string): SpendingWindow {
    const window = tenants.get(tenantId) ?? new SpendingWindow(FIVE_MINUTES_MS);
    tenants.set(tenantId, window);
    return window;
  }

  function limitsOf(call: Charged, { minute, day }: Usage) {
    const budget = budgetOf(call.directory.users.count);
    const share = DECORATED.test(call.userAgent) ? 1 : UNDECORATED_SHARE;
    return [
      { window: minute, most: budget.minute * share },
      { window: day, most: budget.day * share },
      { window: windowOf(call.tenant.id), most: budget.tenant },
    ] as const;
  }

  /** Counts calls of an application that was told to wait. @throws GraphError 503 once it is blocked */
  function countIgnored({ tenant, token }: Charged, usage: Usage, now: number): void {
    usage.ignored = now < usage.waitsUntil ? usage.ignored + 1 : 0;
    if (usage.ignored <= MOST_IGNORED) return;
    usage.ignored = 0;
    tenant.faults.blockedFromSharePoint.push(token.clientId);
    throw blocked();
  }

  function spendUnits(call: Charged, usage: Usage, units: number): Headers {
    const now = Date.now();
    const limits = limitsOf(call, usage);
    const exceeded = limits.find(({ window, most }) => window.sumAt(now) + units > most);
    for (const { window } of limits) window.add(now, units);
    const [{ window, most }] = limits;
    if (exceeded) {
      countIgnored(call, usage, now);
      const seconds = secondsOf(exceeded.window.msUntil(exceeded.most - units, now));
      usage.waitsUntil = now + seconds * SECOND_MS;
      throw throttled(call.tenant, seconds, rateLimit(most, 0, seconds), 'sharepoint');
    }
    const spent = window.sumAt(now);
    if (spent < WARNED_FROM * most) return {};
    return rateLimit(most, most - spent, secondsOf(window.msUntil(0, now)));
  }

  return {
    spend(call, operation) {
      const { tenant, token } = call;
      const usage = usageOf(call);
      if (tenant.faults.blockedFromSharePoint.includes(token.clientId)) throw blocked();
      if (isDrive(operation) && usage.noDrivesUntil > Date.now())
        throw throttled(tenant, secondsOf(usage.noDrivesUntil - Date.now()), {}, 'sharepoint');
      if (!tenant.faults.enforceResourceUnits) return {};
      return spendUnits(call, usage, siteCostOf(call, operation));
    },
    missed(call) {
      const usage = usageOf(call);
      const now = Date.now();
      usage.misses.add(now, 1);
      if (usage.misses.sumAt(now) > MOST_MISSES)
        usage.noDrivesUntil = now + MISSES_PENALTY_SECONDS * SECOND_MS;
    },
  };
}

const rateLimit = (limit: number, remaining: number, seconds: number): Headers => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(Math.max(0, remaining)),
  'RateLimit-Reset': String(seconds),
});
