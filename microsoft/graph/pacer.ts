/**
 * Rate limiter per tenant that avoids throttling by Graph: bounds the concurrent requests and,
 * once Graph warns that the limit is near, the resource units per window. Tenants do not
 * affect each other.
 */
import { LRUCache } from 'lru-cache';
import { ProvostError } from '../../domain/failures.ts';
import { SMALLEST_BUDGET, UNIT_WINDOW, unitBudget } from './resource-units.ts';

/** Concurrent requests: initial, minimum, maximum. */
const CONCURRENCY = { first: 8, least: 2, most: 32 } as const;
/** Maximum share of the budget in flight. Bounds the overshoot at the first warning. */
const IN_FLIGHT_SHARE = 0.1;
/** The share of the budget to use after a warning. */
const USED_SHARE = 0.95;
/** Milliseconds for which a warning is in effect. */
const WARNING_LIFETIME = 30_000;
/** Maximum number of tenants tracked; the least recently used is evicted first. */
const MAX_TENANTS = 5_000;

/** What Graph's answer says about its limit. */
export interface Outcome {
  readonly throttled: boolean;
  /** `x-ms-resource-unit`: what Graph counted. */
  readonly units: number | null;
  /** `x-ms-throttle-limit-percentage`: share of the limit in use, 1 for all of it. Sent only above 0.8. */
  readonly used: number | null;
}

export interface Pacer {
  /**
   * Waits until `units` may be spent.
   * @returns milliseconds waited because of the limit, and `leave`, to be called once with the outcome
   * @throws the signal's reason; ProvostError MicrosoftThrottled when another request was throttled
   * meanwhile: this one would be throttled too, and would still count against the limit.
   */
  enter(tenantId: string, units: number, signal?: AbortSignal): Promise<Turn>;
  /** Reports a limit warning that did not come with a request of its own, e.g. in a batch item. */
  reportWarning(tenantId: string, warning: Omit<Outcome, 'units'>): void;
  /** Reports the tenant's number of users, which determines its budget. */
  reportSize(tenantId: string, users: number): void;
}

export interface Turn {
  readonly waitedMs: number;
  readonly leave: (outcome: Outcome) => void;
}

interface Pace {
  budget: number;
  concurrency: number;
  requests: number;
  unitsInFlight: number;
  /** Units spent within the window. */
  spent: { at: number; units: number }[];
  spentUnits: number;
  /** When Graph's warning expires, and the units that others spend in the tenant. */
  warnedUntil: number;
  spentByOthers: number;
  /** First in, first out. */
  waiting: Waiting[];
  /** Timer for when only the passing of time can free units. */
  recheck: NodeJS.Timeout | null;
}

interface Waiting {
  readonly units: number;
  /** When the limit became the only reason to wait. */
  limitedSince: number | null;
  readonly grant: (turn: Turn) => void;
  readonly refuse: (reason: unknown) => void;
}

export function createPacer(now: () => number = Date.now, maxTenants = MAX_TENANTS): Pacer {
  const paces = new LRUCache<string, Pace>({ max: maxTenants, memoMethod: newPace });
  const paceOf = (tenantId: string): Pace => paces.memo(tenantId);

  /** Admits waiting requests, and rechecks later if only time can free units. */
  function admitWaiting(pace: Pace): void {
    for (let first = pace.waiting[0]; first !== undefined; first = pace.waiting[0]) {
      const room = roomIn(pace, first.units, now());
      if (room === 'budgetSpent') {
        first.limitedSince ??= now();
        pace.recheck ??= setTimeout(() => {
          pace.recheck = null;
          admitWaiting(pace);
        }, RECHECK);
      }
      if (room !== 'free') return;
      pace.waiting.shift();
      // Waiting for our own concurrent requests does not count as throttling.
      const waitedMs = first.limitedSince === null ? 0 : now() - first.limitedSince;
      first.grant({ waitedMs, leave: turnOf(pace, first.units) });
    }
  }

  function turnOf(pace: Pace, units: number): Turn['leave'] {
    pace.requests += 1;
    pace.unitsInFlight += units;
    return (outcome) => {
      pace.requests -= 1;
      pace.unitsInFlight -= units;
      note(pace, outcome, outcome.units ?? units, now());
      if (outcome.throttled) {
        for (const { refuse } of pace.waiting.splice(0))
          refuse(new ProvostError('MicrosoftThrottled'));
      }
      admitWaiting(pace);
    };
  }

  return {
    enter(tenantId, units, signal) {
      const pace = paceOf(tenantId);
      return new Promise<Turn>((resolve, reject) => {
        signal?.throwIfAborted();
        const forget = () => signal?.removeEventListener('abort', abort);
        const waiting: Waiting = {
          units,
          limitedSince: null,
          grant: (turn) => (forget(), resolve(turn)),
          refuse: (reason) => (forget(), reject(reason)),
        };
        const abort = () => {
          pace.waiting = pace.waiting.filter((each) => each !== waiting);
          waiting.refuse(signal?.reason);
          admitWaiting(pace);
        };
        signal?.addEventListener('abort', abort);
        pace.waiting.push(waiting);
        admitWaiting(pace);
      });
    },
    reportWarning: (tenantId, warning) => noteWarning(paceOf(tenantId), warning, now()),
    reportSize(tenantId, users) {
      const pace = paceOf(tenantId);
      pace.budget = unitBudget(users);
      admitWaiting(pace);
    },
  };
}

const newPace = (): Pace => ({
  budget: SMALLEST_BUDGET,
  concurrency: CONCURRENCY.first,
  requests: 0,
  unitsInFlight: 0,
  spent: [],
  spentUnits: 0,
  warnedUntil: 0,
  spentByOthers: 0,
  waiting: [],
  recheck: null,
});

function roomIn(pace: Pace, units: number, at: number): 'free' | 'busy' | 'budgetSpent' {
  // A single request may always go, regardless of its cost.
  const alone = pace.requests === 0;
  if (!alone && pace.requests >= Math.floor(pace.concurrency)) return 'busy';
  if (!alone && pace.unitsInFlight + units > pace.budget * IN_FLIGHT_SHARE) return 'busy';
  forgetOld(pace, at);
  if (at > pace.warnedUntil) return 'free';
  const used = pace.spentUnits + pace.unitsInFlight + pace.spentByOthers;
  return used + units <= pace.budget * USED_SHARE || used === 0 ? 'free' : 'budgetSpent';
}

function forgetOld(pace: Pace, at: number): void {
  const fresh = pace.spent.findIndex((entry) => entry.at > at - UNIT_WINDOW);
  const old = pace.spent.splice(0, fresh === -1 ? pace.spent.length : fresh);
  for (const { units } of old) pace.spentUnits -= units;
}

function note(pace: Pace, outcome: Outcome, units: number, at: number): void {
  forgetOld(pace, at);
  pace.spent.push({ at, units });
  pace.spentUnits += units;
  // Grows by one per round of answers.
  pace.concurrency = Math.min(CONCURRENCY.most, pace.concurrency + 1 / pace.concurrency);
  noteWarning(pace, outcome, at);
}

function noteWarning(pace: Pace, { throttled, used }: Omit<Outcome, 'units'>, at: number): void {
  if (throttled) pace.concurrency = Math.max(CONCURRENCY.least, Math.floor(pace.concurrency / 2));
  if (used === null && !throttled) return;
  pace.warnedUntil = at + WARNING_LIFETIME;
  if (used === null) return;
  pace.spentByOthers = Math.max(0, used * pace.budget - pace.spentUnits - pace.unitsInFlight);
}

/** Milliseconds between checks whether the window has moved on. */
const RECHECK = 50;
