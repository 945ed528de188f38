/** Costs of Graph requests in resource units (Microsoft Graph throttling limits, identity and access). */

/** Milliseconds. `BUDGETS`: units per application and tenant in a window, by number of users. */
export const UNIT_WINDOW = 10_000;
const BUDGETS = [
  { below: 50, units: 3500 },
  { below: 501, units: 5000 },
  { below: Number.POSITIVE_INFINITY, units: 8000 },
] as const;

export const SMALLEST_BUDGET = BUDGETS[0].units;

/** The documented budget of a tenant with this number of users. */
export function unitBudget(users: number): number {
  return BUDGETS.find(({ below }) => users < below)?.units ?? SMALLEST_BUDGET;
}

/** The first match wins. */
const BASE_COSTS: readonly { readonly path: RegExp; readonly units: number }[] = [
  { path: /^\/groups\/[^/]+\/transitiveMembers(\/|\?|$)/i, units: 5 },
  { path: /^\/groups\/[^/]+\/members(\/|\?|$)/i, units: 3 },
  { path: /^\/users(\?|$)/i, units: 2 },
];

/** The cost of a GET: `$select` saves one unit, `$expand` adds one, `$top` below 20 saves one; minimum one. */
export function unitCost(target: string): number {
  const base = BASE_COSTS.find(({ path }) => path.test(target))?.units ?? 1;
  const query = new URLSearchParams(target.split('?')[1] ?? '');
  const top = query.get('$top');
  const saved = Number(query.has('$select')) + Number(top !== null && Number(top) < 20);
  return Math.max(1, base + Number(query.has('$expand')) - saved);
}
