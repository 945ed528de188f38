/** Faults that affect a number of requests. */
import type { CountedFault, Tenant } from './model.ts';

/**
 * Whether the fault applies to this request. Decrements the skip count or the fault count.
 * @param target path and query, for Graph below the version
 */
export function consumeFault({ faults }: Tenant, fault: CountedFault, target: string): boolean {
  if (faults[`${fault}Next`] <= 0 || !contains(target, faults[`${fault}PathContains`]))
    return false;
  const counter =
    faults[`${fault}Skip`] > 0 ? (`${fault}Skip` as const) : (`${fault}Next` as const);
  faults[counter] -= 1;
  return counter === `${fault}Next`;
}

const contains = (target: string, part: string): boolean =>
  part === '' || target.includes(part) || decodeLoosely(target).includes(part);

function decodeLoosely(target: string): string {
  try {
    return decodeURIComponent(target.replaceAll('+', ' '));
  } catch {
    return target;
  }
}
