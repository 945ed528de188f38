/** Every number that the product promises or enforces. Durations are milliseconds. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Maximum number of selected targets per account. */
export const MAX_TARGETS = 100;
/** Minimum number of characters in a search for groups. */
export const MIN_GROUP_SEARCH = 3;
/** How long the sign-in that a click on a step starts may take. */
export const ATTEMPT_LIFETIME = HOUR;
/** How long a consent link for a Global Administrator without console access is valid. */
export const CONSENT_LINK_LIFETIME = 7 * DAY;
/** How long we wait for the grant after the consent screen was opened. */
export const GRANT_WAIT = 3 * DAY;
/** Delays between checks for a grant, by attempt; the last one repeats. */
export const GRANT_CHECK_DELAYS = [
  2 * SECOND,
  3 * SECOND,
  5 * SECOND,
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  MINUTE,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
] as const;
/** Users, groups or members per page: Graph's maximum. */
export const PAGE_SIZE = 999;
/** Requests per `$batch`: Graph's maximum. */
export const BATCH_SIZE = 20;
/** Pages after which a list is treated as endless; 1,000,000 users take about 1,000. */
export const MAX_PAGES = 50_000;
/** How many skipped items a synchronization keeps details of. */
export const MAX_SKIPPED_SHOWN = 20;
/** Minimum time between full reads whose only reason is skipped items. */
export const SKIPPED_REREAD_INTERVAL = 7 * DAY;
/** How often mailboxes are counted while Microsoft is asked about them. Counting a million takes a second. */
export const MAILBOX_COUNT_INTERVAL = MINUTE;
/** A synchronization that would remove more than this share of the users or groups is held for an administrator. */
export const REMOVAL_GUARD_SHARE = 0.2;
/** Up to this many removals are never held, however small the tenant. */
export const REMOVAL_GUARD_FLOOR = 10;
/** How often a quarantine that does not work is looked at again before a person is asked to act. */
export const QUARANTINE_LOOKS = 4;
/** The same while Microsoft is throttling or down; about a quarter of an hour. */
export const QUARANTINE_LOOKS_IN_OUTAGE = 11;
/** How many mailboxes are tried to prove that messages can be quarantined. */
export const MAX_CANARY_MAILBOXES = 5;
/** How long a read keeps its worker slot before it yields to those waiting for one. */
export const READ_SLICE = MINUTE;
/** Read attempts without progress, for reasons that waiting does not fix, before a person is asked to act. */
export const MAX_ATTEMPTS_WITHOUT_PROGRESS = 8;
/** Bounds on the wait that a Retry-After can impose. */
export const MIN_RETRY_AFTER = SECOND;
export const MAX_RETRY_AFTER = 15 * MINUTE;
/** The wait after a throttled response without Retry-After; doubles per attempt up to the bound above. */
export const DEFAULT_RETRY_AFTER = 5 * SECOND;

/** Milliseconds until the next check for a grant, after `attempt` (1-based) unsuccessful checks. */
export function grantCheckDelay(attempt: number): number {
  const index = Math.min(Math.max(attempt, 1), GRANT_CHECK_DELAYS.length) - 1;
  return GRANT_CHECK_DELAYS[index] ?? DAY;
}

/**
 * A Retry-After in milliseconds, clamped to our bounds. Without one, the wait grows
 * with `attempt` (1-based), with jitter from `chance` (0 to 1): requests that were
 * throttled together must not retry together.
 */
export function clampRetryAfter(
  retryAfter: number | null,
  attempt: number,
  chance: number,
): number {
  const backoff = DEFAULT_RETRY_AFTER * 2 ** Math.min(attempt - 1, 10) * (0.5 + chance / 2);
  return Math.min(Math.max(retryAfter ?? backoff, MIN_RETRY_AFTER), MAX_RETRY_AFTER);
}
