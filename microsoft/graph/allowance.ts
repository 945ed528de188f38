/** What may be spent of a rate limit of Microsoft's. */

/** What an answer says about the limit. */
export interface Outcome {
  readonly throttled: boolean;
  /** `x-ms-resource-unit`: what Graph counted. */
  readonly units: number | null;
  /** `x-ms-throttle-limit-percentage`: share of the limit in use, 1 for all of it. Sent only above 0.8. */
  readonly used: number | null;
  /** `RateLimit-…`, which SharePoint sends from 80 % of its limit on. */
  readonly rateLimit?: RateLimit | null;
  /** Milliseconds for which a refused request asks us to wait. */
  readonly retryAfter?: number | null;
}

/** Resource units, and milliseconds until the limit is renewed. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
}

/** `free`: may be spent now. `spent`: only time helps. `held`: must not be asked for, for some milliseconds. */
export type Room = 'free' | 'spent' | { readonly heldFor: number };

/** One limit, which an application has in one tenant. Times are milliseconds. */
export interface Allowance {
  /** Units that may be in flight. Bounds the overshoot at the first warning. */
  readonly mostInFlight: number;
  room(units: number, inFlight: number, at: number): Room;
  /** Units were spent. */
  spend(units: number, at: number): void;
  /** Microsoft said something about the limit. */
  note(outcome: Outcome, inFlight: number, at: number): void;
  /** The tenant's number of users is known. */
  size(users: number): void;
}
