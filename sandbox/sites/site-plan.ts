/**
 * The plan of generated sites: which ordinal is what. First the home site of each geography, then
 * blocks of ten: eight site collections, a site in the first of them, and one in that.
 */

const BLOCK = 10;
const COLLECTIONS = 8;

/** The offsets in a block of the two nested sites. */
const NESTED = { child: 8, grandchild: 9 } as const;

export type Role =
  | { readonly kind: 'home'; readonly geography: number }
  /** `ordinal` counts site collections. */
  | { readonly kind: 'collection'; readonly ordinal: number }
  /** `parent` and `ordinal` count sites and nested sites. */
  | { readonly kind: 'nested'; readonly parent: number; readonly ordinal: number };

/** @param ordinal counts sites, from 0. @param homes how many geographies there are */
export function roleOf(ordinal: number, homes: number): Role {
  if (ordinal < homes) return { kind: 'home', geography: ordinal };
  const block = Math.floor((ordinal - homes) / BLOCK);
  const offset = (ordinal - homes) % BLOCK;
  if (offset < COLLECTIONS) return { kind: 'collection', ordinal: block * COLLECTIONS + offset };
  const parent = offset === NESTED.child ? ordinal - NESTED.child : ordinal - 1;
  return { kind: 'nested', parent, ordinal: block * 2 + offset - COLLECTIONS };
}

/** The site that a site collection of this ordinal is. */
export const ordinalOfCollection = (collection: number, homes: number): number =>
  homes + Math.floor(collection / COLLECTIONS) * BLOCK + (collection % COLLECTIONS);

/** The generated site in this one, if the plan has one. */
export function childOf(ordinal: number, homes: number): number | undefined {
  if (ordinal < homes) return undefined;
  const offset = (ordinal - homes) % BLOCK;
  if (offset === 0) return ordinal + NESTED.child;
  return offset === NESTED.child ? ordinal + 1 : undefined;
}
