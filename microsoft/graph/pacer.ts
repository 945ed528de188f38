/**
 * How fast one tenant is asked, so that Graph never has to refuse: a bounded
 * number of requests at once, and, as soon as Graph reports that its limit
 * comes near, no more units than the window still holds. Each tenant has a pace
 * of its own; one that is slow, or throttled, slows no other.
 */
import { ProvostError } from '../../domain/failures.ts';
import { SMALLEST_BUDGET, UNIT_WINDOW, unitBudget } from './resource-units.ts';

/** Requests at once: as we begin, at the least, at the most. */
const CONCURRENCY = { first: 8, least: 2, most: 32 } as const;
/** Units under way at once, as a part of the budget: what is in the air when the first warning comes. */
const IN_FLIGHT_SHARE = 0.1;
/** The part of the budget that is used once Graph has warned. */
const USED_SHARE = 0.95;
/** How long a warning is heeded. */
const WARNING_LIFETIME = 30_000;
/** Tenants remembered; the one that was asked longest ago is forgotten first. */
const MAX_TENANTS = 5_000;

/** What became of a request. */
export interface Outcome {
  readonly throttled: boolean;
  /** `x-ms-resource-unit`: what Graph counted. */
  readonly units: number | null;
  /** `x-ms-throttle-limit-percentage`: how much of the limit is used, 1 for all of it. Told above 0.8. */
  readonly used: number | null;
}

export interface Pacer {
  /**
   * Returns when so many units may be spent.
   * @returns milliseconds waited because of the limit, and what to call with the outcome, once
   * @throws the signal's reason; ProvostError MicrosoftThrottled when another request was refused
   * meanwhile, as this one would be, and be counted all the same.
   */
  enter(tenantId: string, units: number, signal?: AbortSignal): Promise<Turn>;
  /** Tells what Graph said of the limit elsewhere than about a request of ours, e.g. in an item of a batch. */
  heed(tenantId: string, warning: Omit<Outcome, 'units'>): void;
  /** Tells how many users the tenant has, which decides its budget. */
  sized(tenantId: string, users: number): void;
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
  /** Spent within the window: when and how many. */
  spent: { at: number; units: number }[];
  spentUnits: number;
  /** Until when Graph's warning counts, and what others spend besides us. */
  warnedUntil: number;
  spentByOthers: number;
  /** In the order in which they came: the first one goes as soon as it may. */
  waiting: Waiting[];
  /** Looks again when time alone may have made room. */
  recheck: NodeJS.Timeout | null;
}

interface Waiting {
  readonly units: number;
  /** Since when the limit alone keeps it. */
  limitedSince: number | null;
  readonly admit: (turn: Turn) => void;
  readonly refuse: (reason: unknown) => void;
}

export function createPacer(now: () => number = Date.now): Pacer {
  const paces = new Map<string, Pace>();

  function paceOf(tenantId: string): Pace {
    const pace = paces.get(tenantId) ?? newPace();
    paces.delete(tenantId);
    paces.set(tenantId, pace);
    const [oldest] = paces.keys();
    if (paces.size > MAX_TENANTS && oldest !== undefined) paces.delete(oldest);
    return pace;
  }

  /** Lets go whoever may, and looks again later when only time can make room. */
  function admit(pace: Pace): void {
    for (let first = pace.waiting[0]; first !== undefined; first = pace.waiting[0]) {
      const room = roomIn(pace, first.units, now());
      if (room === 'budgetSpent') {
        first.limitedSince ??= now();
        pace.recheck ??= setTimeout(() => {
          pace.recheck = null;
          admit(pace);
        }, RECHECK);
      }
      if (room !== 'free') return;
      pace.waiting.shift();
      // To wait for our own requests is nobody's doing.
      const waitedMs = first.limitedSince === null ? 0 : now() - first.limitedSince;
      first.admit({ waitedMs, leave: turnOf(pace, first.units) });
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
      admit(pace);
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
          admit: (turn) => (forget(), resolve(turn)),
          refuse: (reason) => (forget(), reject(reason)),
        };
        const abort = () => {
          pace.waiting = pace.waiting.filter((each) => each !== waiting);
          waiting.refuse(signal?.reason);
          admit(pace);
        };
        signal?.addEventListener('abort', abort);
        pace.waiting.push(waiting);
        admit(pace);
      });
    },
    heed: (tenantId, warning) => heed(paceOf(tenantId), warning, now()),
    sized(tenantId, users) {
      const pace = paceOf(tenantId);
      pace.budget = unitBudget(users);
      admit(pace);
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
  // Whoever is alone may go, however dear the request.
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
  // One more for each round of answers without complaint.
  pace.concurrency = Math.min(CONCURRENCY.most, pace.concurrency + 1 / pace.concurrency);
  heed(pace, outcome, at);
}

function heed(pace: Pace, { throttled, used }: Omit<Outcome, 'units'>, at: number): void {
  if (throttled) pace.concurrency = Math.max(CONCURRENCY.least, Math.floor(pace.concurrency / 2));
  if (used === null && !throttled) return;
  pace.warnedUntil = at + WARNING_LIFETIME;
  if (used === null) return;
  pace.spentByOthers = Math.max(0, used * pace.budget - pace.spentUnits - pace.unitsInFlight);
}

/** How often to look whether the window has moved on. */
const RECHECK = 50;
