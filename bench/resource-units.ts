/** Graph's throttling as documented: an application may spend so many resource units in a tenant in any 10 s. */

export const WINDOW_MS = 10_000;
/** Of a tenant with more than 500 users. */
export const UNITS_OF_A_LARGE_TENANT = 8000;

/** What each kind of call costs with `$select`. */
export const COSTS = { users: 1, groups: 1, members: 2, count: 1, delta: 1 } as const;
