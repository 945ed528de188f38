/** Graph's documented throttling: resource units that an application may spend per tenant in any 10 s. */

export const WINDOW_MS = 10_000;
/** The limit for a tenant with more than 500 users. */
export const UNITS_OF_A_LARGE_TENANT = 8000;

/** The cost of each kind of call with `$select`. */
export const COSTS = { users: 1, groups: 1, members: 2, count: 1, delta: 1 } as const;
