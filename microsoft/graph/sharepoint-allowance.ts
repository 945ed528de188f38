/**
 * The limits for sites and drives (SharePoint throttling guidance): units a minute and units a day, by
 * the tenant's licenses, which we do not know. SharePoint says what is left once it is less than a
 * fifth. Who goes on after a refusal is blocked for long, so nothing is sent until `Retry-After` is over.
 */
import type { Allowance } from './allowance.ts';

/** Units a minute of the smallest tenants. */
const SMALLEST_LIMIT = 1_250;
const IN_FLIGHT_SHARE = 0.1;
/** The share of the limit that is left alone, for what others with our application do in the tenant. */
const RESERVED_SHARE = 0.05;
/** Milliseconds. A limit that is renewed later is the day's, and is not waited for with a request at hand. */
const LONGEST_WAIT = 60_000;

export function sharePointAllowance(): Allowance {
  let limit = SMALLEST_LIMIT;
  /** What is left until the limit is renewed; null while SharePoint does not say. */
  let known: { left: number; until: number } | null = null;
  let heldUntil = 0;

  return {
    get mostInFlight() {
      return limit * IN_FLIGHT_SHARE;
    },
    room(units, inFlight, at) {
      if (at < heldUntil) return { heldFor: heldUntil - at };
      if (known === null || at >= known.until) return 'free';
      if (units + inFlight <= known.left - limit * RESERVED_SHARE) return 'free';
      const wait = known.until - at;
      return wait > LONGEST_WAIT ? { heldFor: wait } : 'spent';
    },
    spend(units) {
      if (known) known.left -= units;
    },
    note({ rateLimit, retryAfter }, _inFlight, at) {
      if (retryAfter) heldUntil = Math.max(heldUntil, at + retryAfter);
      if (!rateLimit) return;
      limit = rateLimit.limit;
      // Answers arrive in any order, so an earlier one may say that more is left.
      const before = known !== null && at < known.until ? known.left : Number.POSITIVE_INFINITY;
      known = { left: Math.min(before, rateLimit.remaining), until: at + rateLimit.reset };
    },
    size: () => undefined,
  };
}
