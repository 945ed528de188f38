/** Every number that the product promises or enforces. Durations are milliseconds. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Selected targets of one account. */
export const MAX_TARGETS = 100;
/** Characters of a group's name before a search is made. */
export const MIN_GROUP_SEARCH = 3;
/** How long a click on a step stays good for the sign-in that it begins. */
export const ATTEMPT_LIFETIME = HOUR;
/** How long a link for a Global Administrator who has no access to the console stays good. */
export const CONSENT_LINK_LIFETIME = 7 * DAY;
/** How long a consent screen that was opened is watched for its grant. */
export const GRANT_WAIT = 3 * DAY;
/** Delays between looks for a grant, by attempt; the last one repeats. */
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
/** Users, groups or members asked for in a page: Graph's most. */
export const PAGE_SIZE = 999;
/** Requests in one `$batch`: Graph's most. */
export const BATCH_SIZE = 20;
/** Pages of one list before its links count as a loop; 1,000,000 users are about 1,000. */
export const MAX_PAGES = 50_000;
/** Items that made no sense, of which a run keeps what they were. */
export const MAX_SKIPPED_SHOWN = 20;
/** How seldom a tenant is read whole for no other reason than that items were skipped. */
export const SKIPPED_AGAIN_AFTER = 7 * DAY;
/** A run that would remove more than this part of the users or groups waits for an administrator. */
export const REMOVAL_GUARD_SHARE = 0.2;
/** Removals that are never held back, however small the tenant. */
export const REMOVAL_GUARD_FLOOR = 10;
/** How long a reading keeps others waiting who have no slot, before it lets them have their turn. */
export const READING_SLICE = MINUTE;
/** Attempts at reading that store nothing, for a reason that waiting does not mend, before somebody is asked. */
export const MAX_ATTEMPTS_IN_VAIN = 8;
/** Bounds on what a Retry-After may make us wait. */
export const MIN_RETRY_AFTER = SECOND;
export const MAX_RETRY_AFTER = 15 * MINUTE;
/** The wait after a throttled answer that names none, doubled by attempt up to the bound above. */
export const DEFAULT_RETRY_AFTER = 5 * SECOND;

/** When to look for a grant again after `attempt` (1-based) looks in vain, in milliseconds. */
export function grantCheckDelay(attempt: number): number {
  const index = Math.min(Math.max(attempt, 1), GRANT_CHECK_DELAYS.length) - 1;
  return GRANT_CHECK_DELAYS[index] ?? DAY;
}

/**
 * A Retry-After in milliseconds within our bounds. Where Microsoft named none,
 * the wait grows with `attempt` (1-based) and is spread by `chance` (from 0 to 1),
 * so that those who were refused together do not come back together.
 */
export function clampRetryAfter(
  retryAfter: number | null,
  attempt: number,
  chance: number,
): number {
  const backoff = DEFAULT_RETRY_AFTER * 2 ** Math.min(attempt - 1, 10) * (0.5 + chance / 2);
  return Math.min(Math.max(retryAfter ?? backoff, MIN_RETRY_AFTER), MAX_RETRY_AFTER);
}
