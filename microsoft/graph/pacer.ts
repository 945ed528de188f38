/**
 * Rate limiter per tenant that avoids throttling by Graph: bounds the concurrent requests and,
 * once Microsoft warns that the limit is near, the resource units that are spent. Tenants do not
 * affect each other.
 */
import { LRUCache } from 'lru-cache';
import { ProvostError } from '../../domain/failures.ts';
import type { Allowance, Outcome, Room } from './allowance.ts';
import { directoryAllowance } from './directory-allowance.ts';

export type { Outcome } from './allowance.ts';

/** Concurrent requests: initial, minimum, maximum. */
const CONCURRENCY = { first: 8, least: 2, most: 32 } as const;
/** Maximum number of tenants tracked; the least recently used is evicted first. */
const MAX_TENANTS = 5_000;

export interface Pacer {
  /**
   * Waits until `units` may be spent.
   * @returns milliseconds waited because of the limit, and `leave`, to be called once with the outcome
   * @throws the signal's reason; ProvostError MicrosoftThrottled when another request was throttled
   * meanwhile, or Microsoft has asked us to wait: this one would be throttled too, and would still
   * count against the limit.
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
  readonly allowance: Allowance;
  concurrency: number;
  requests: number;
  unitsInFlight: number;
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

interface PacerOptions {
  readonly now?: () => number;
  readonly maxTenants?: number;
  /** The limit of a tenant. */
  readonly allowance?: () => Allowance;
}

export function createPacer({
  now = Date.now,
  maxTenants = MAX_TENANTS,
  allowance = directoryAllowance,
}: PacerOptions = {}): Pacer {
  const newPace = (): Pace => ({
    allowance: allowance(),
    concurrency: CONCURRENCY.first,
    requests: 0,
    unitsInFlight: 0,
    waiting: [],
    recheck: null,
  });
  const paces = new LRUCache<string, Pace>({ max: maxTenants, memoMethod: newPace });
  const paceOf = (tenantId: string): Pace => paces.memo(tenantId);

  /** Admits waiting requests, and rechecks later if only time can free units. */
  function admitWaiting(pace: Pace): void {
    for (let first = pace.waiting[0]; first !== undefined; first = pace.waiting[0]) {
      const room = roomIn(pace, first.units, now());
      if (typeof room === 'object') {
        refuseWaiting(pace, room.heldFor);
        return;
      }
      if (room === 'spent') {
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
      pace.allowance.spend(outcome.units ?? units, now());
      // Grows by one per round of answers.
      pace.concurrency = Math.min(CONCURRENCY.most, pace.concurrency + 1 / pace.concurrency);
      noteWarning(pace, outcome, now());
      if (outcome.throttled) refuseWaiting(pace, null);
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
    reportWarning: (tenantId, warning) =>
      noteWarning(paceOf(tenantId), { ...warning, units: null }, now()),
    reportSize(tenantId, users) {
      const pace = paceOf(tenantId);
      pace.allowance.size(users);
      admitWaiting(pace);
    },
  };
}

function refuseWaiting(pace: Pace, retryAfter: number | null): void {
  for (const { refuse } of pace.waiting.splice(0))
    refuse(new ProvostError('MicrosoftThrottled', undefined, { retryAfter }));
}

function roomIn(pace: Pace, units: number, at: number): Room | 'busy' {
  const { allowance, requests, unitsInFlight } = pace;
  const room = allowance.room(units, unitsInFlight, at);
  // Nothing is sent while Microsoft asks us to wait. Else a single request may always go, regardless of its cost.
  if (typeof room === 'object') return room;
  const alone = requests === 0;
  if (!alone && requests >= Math.floor(pace.concurrency)) return 'busy';
  if (!alone && unitsInFlight + units > allowance.mostInFlight) return 'busy';
  return room;
}

function noteWarning(pace: Pace, outcome: Outcome, at: number): void {
  if (outcome.throttled)
    pace.concurrency = Math.max(CONCURRENCY.least, Math.floor(pace.concurrency / 2));
  pace.allowance.note(outcome, pace.unitsInFlight, at);
}

/** Milliseconds between checks whether the window has moved on. */
const RECHECK = 50;
