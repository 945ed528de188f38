/** Every number that the product promises or enforces. Durations are milliseconds. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Maximum number of selected targets per account. */
export const MAX_TARGETS = 100;
/** Minimum number of characters in a search for groups, and of letters and digits in one for sites. */
export const MIN_SEARCH = 3;
/** Groups and sites that a search shows. */
export const MAX_FOUND = 50;
/** Pages of sites that one search reads: personal ones are found, too, and left out. */
export const MAX_SEARCH_PAGES = 5;
/** Wrong passwords for one e-mail address by anyone, within `SIGN_IN_WINDOW`, before attempts are refused. */
export const MAX_SIGN_IN_FAILURES = 20;
/** The same for a browser in which the person signed in before: these are beside those of everybody else. */
export const MAX_KNOWN_BROWSER_FAILURES = 10;
/** The time in which wrong passwords are counted. */
export const SIGN_IN_WINDOW = 15 * MINUTE;
/** How long a browser stays known after a sign-in. */
export const KNOWN_BROWSER_LIFETIME = 90 * DAY;
/** How long a console session lasts without being used. */
export const SESSION_IDLE_LIFETIME = 12 * HOUR;
/** How long a console session lasts at most, however much it is used. */
export const SESSION_MAX_AGE = 30 * DAY;
/** Number of characters in the password of a console user. */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;
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
/** Event streams at the same time, in one API process: each open page of the console has one. */
export const MAX_STREAMS_PER_SESSION = 10;
export const MAX_STREAMS_PER_ORGANIZATION = 100;
/** The largest body of a request, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;
/** How much of a larger body is read and dropped, so that its connection can be used again. */
export const MAX_DROPPED_BYTES = 16 * 1024 * 1024;
/** How deeply the JSON of a request may be nested. Our own has two levels. */
export const MAX_JSON_DEPTH = 16;
/** Users, groups or members per page: Graph's maximum. */
export const PAGE_SIZE = 999;
/** Requests per `$batch`: Graph's maximum. */
export const BATCH_SIZE = 20;
/** Pages after which a list is treated as endless; 1,000,000 users take about 1,000. */
export const MAX_PAGES = 50_000;
/** How many skipped items a synchronization keeps details of. */
export const MAX_SKIPPED_SHOWN = 20;
/** How long an account that met a failure nobody expected waits for a person before it tries again. */
export const UNEXPECTED_RETRY_INTERVAL = HOUR;
/** A removal does not continue in a new history, so it waits longer and longer, up to this. */
export const LONGEST_REMOVAL_RETRY_INTERVAL = DAY;
/** Minimum time between full reads whose only reason is skipped items. */
export const SKIPPED_REREAD_INTERVAL = 7 * DAY;
/** How often mailboxes are counted while Microsoft is asked about them. Counting a million takes a second. */
export const MAILBOX_COUNT_INTERVAL = MINUTE;
/** A synchronization that would remove more than this share of the users, groups or sites is held for an administrator. */
export const REMOVAL_GUARD_SHARE = 0.2;
/** Up to this many removals are never held, however small the tenant. */
export const REMOVAL_GUARD_FLOOR = 10;
/** How often a quarantine that does not work is looked at again before a person is asked to act. */
export const QUARANTINE_LOOKS = 4;
/** The same while Microsoft is throttling or down; about a quarter of an hour. */
export const QUARANTINE_LOOKS_IN_OUTAGE = 11;
/** How long Exchange may take until a changed list of allowed applications takes effect. */
export const ALLOW_LIST_WAIT = 24 * HOUR;
/** How many mailboxes are tried to prove that messages can be quarantined. */
export const MAX_CANARY_MAILBOXES = 5;
/** How long a read keeps its worker slot before it yields to those waiting for one. */
export const READ_SLICE = MINUTE;
/** Updates of one account that an API process sends at a time. Temporal accepts ten. */
export const MAX_UPDATES = 5;
/** Updates of one account that wait for their turn in an API process. */
export const MAX_WAITING_UPDATES = 50;
/** Changes that one person may make to one organization within a window. */
export const MAX_CHANGES = 300;
export const CHANGES_WINDOW = MINUTE;
/** How often the members of one group, or the drive of one site, may fail before they are skipped. */
export const MAX_ITEM_FAILURES = 5;
/** The same for throttling and outages of one group or drive, while others are read. */
export const MAX_ITEM_OUTAGES = 20;
/** How many users, groups, or sites that changed and cannot be read are asked for by id. If there are more, all are read. */
export const MAX_MISSING = 1_000;
/** Delays before changed users, groups and sites that were not found are asked for again. */
export const MISSING_DELAYS = [SECOND, 3 * SECOND] as const;
/** Delays before selected users and sites that were not found are asked for again. */
export const TARGET_LOOK_DELAYS = [5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND] as const;
/** Between looks whether a selected user has a OneDrive by now. */
export const DRIVE_LOOK_INTERVAL = HOUR;
/** How often an account is checked while it is protected. Configurable within these bounds. */
export const HEALTH_INTERVAL = 6 * HOUR;
export const MIN_HEALTH_INTERVAL = 15 * MINUTE;
export const MAX_HEALTH_INTERVAL = DAY;
/** The longest time between checks while Microsoft does not answer. */
export const HEALTH_OUTAGE_INTERVAL = 15 * MINUTE;
/** For how long, and for how many organizations, Microsoft does not answer before operators are told. */
export const OUTAGE_ALERT_AFTER = 15 * MINUTE;
export const OUTAGE_ALERT_ORGANIZATIONS = 3;
/** Delays between looks for permissions that were proven before, until a person is asked to act. */
export const DOUBT_DELAYS = [5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE] as const;
/** Minimum time between questions about a mailbox that refuses us. */
export const REFUSED_MAILBOX_INTERVAL = 7 * DAY;
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
