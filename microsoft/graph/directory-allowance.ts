/** The limit for users, groups and mailboxes: free until Graph warns that it is near, then the documented budget. */
import type { Allowance } from './allowance.ts';
import { SMALLEST_BUDGET, UNIT_WINDOW, unitBudget } from './resource-units.ts';

/** Maximum share of the budget in flight. */
const IN_FLIGHT_SHARE = 0.1;
/** The share of the budget to use after a warning. */
const USED_SHARE = 0.95;
/** Milliseconds for which a warning is in effect. */
const WARNING_LIFETIME = 30_000;

export function directoryAllowance(): Allowance {
  let budget: number = SMALLEST_BUDGET;
  /** Units spent within the window. */
  const spent: { at: number; units: number }[] = [];
  let spentUnits = 0;
  /** When Graph's warning expires, and the units that others spend in the tenant. */
  let warnedUntil = 0;
  let spentByOthers = 0;

  function forgetOld(at: number): void {
    const fresh = spent.findIndex((entry) => entry.at > at - UNIT_WINDOW);
    const old = spent.splice(0, fresh === -1 ? spent.length : fresh);
    for (const { units } of old) spentUnits -= units;
  }

  return {
    get mostInFlight() {
      return budget * IN_FLIGHT_SHARE;
    },
    room(units, inFlight, at) {
      forgetOld(at);
      if (at > warnedUntil) return 'free';
      const used = spentUnits + inFlight + spentByOthers;
      return used + units <= budget * USED_SHARE || used === 0 ? 'free' : 'spent';
    },
    spend(units, at) {
      forgetOld(at);
      spent.push({ at, units });
      spentUnits += units;
    },
    note({ throttled, used }, inFlight, at) {
      if (used === null && !throttled) return;
      warnedUntil = at + WARNING_LIFETIME;
      if (used === null) return;
      spentByOthers = Math.max(0, used * budget - spentUnits - inFlight);
    },
    size(users) {
      budget = unitBudget(users);
    },
  };
}
