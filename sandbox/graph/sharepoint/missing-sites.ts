/** Simulates lists that leave sites out without a word (`sitesMissing`). */
import type { Sites } from '../../sites/sites.ts';
import type { GraphCall } from '../call.ts';

const NONE: ReadonlySet<number> = new Set();

interface Missing {
  readonly key: string;
  readonly positions: ReadonlySet<number>;
}

/** The last result, because a list's pages are read one after the other. */
const lastMissing = new WeakMap<Sites, Missing>();

/** Picks evenly among all sites. @param wanted a share below 1, or a number */
function pick(sites: Sites, wanted: number): ReadonlySet<number> {
  const existing: number[] = [];
  for (let at = 0; at < sites.end; at += 1) if (sites.at(at) !== undefined) existing.push(at);
  const count = Math.min(
    existing.length,
    Math.round(wanted < 1 ? wanted * existing.length : wanted),
  );
  const picked = Array.from({ length: count }, (_, index) =>
    existing.at(-1 - Math.floor((index * existing.length) / count)),
  );
  return new Set(picked.filter((position) => position !== undefined));
}

/** The positions of the sites that lists leave out. */
export function missingSites({ sites, directory, tenant }: GraphCall): ReadonlySet<number> {
  const wanted = tenant.faults.sitesMissing;
  if (wanted === 0) return NONE;
  const key = `${wanted}/${sites.changes.length}/${directory.changes.length}`;
  const last = lastMissing.get(sites);
  if (last?.key === key) return last.positions;
  const positions = pick(sites, wanted);
  lastMissing.set(sites, { key, positions });
  return positions;
}
