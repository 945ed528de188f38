/**
 * The names of the nth user: first name, second name, and the rank among users with the same names.
 * Addresses built from stems are in sorted order.
 */
import { mix } from './hashing.ts';
import { NAME_DATA } from './names.ts';
import type { FamilyName } from './names.ts';

export interface Name {
  /** The part in an address. */
  readonly key: string;
  /** The display form. */
  readonly text: string;
}

export interface Stem {
  readonly family: FamilyName;
  readonly first: Name;
  readonly second: Name;
  /** 0 to `sharing` − 1. */
  readonly rank: number;
  /** Number of users with these names. */
  readonly sharing: number;
}

export interface Stems {
  /** The stem of an ordinal, 0 to the number of users (exclusive). @throws RangeError */
  at(ordinal: number): Stem;
}

interface First extends Name {
  readonly family: FamilyName;
  readonly weight: number;
}

function readNames(data: string): Name[] {
  return data
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [key = '', text] = entry.split('=');
      const capitalized = key.charAt(0).toUpperCase() + key.slice(1);
      return { key, text: text?.replaceAll('_', ' ') ?? capitalized };
    });
}

/** Compares the code units of the address part, including the character that follows it. */
const byKey = (suffix: string) => (one: Name, other: Name) =>
  one.key + suffix < other.key + suffix ? -1 : 1;

const FAMILIES = Object.keys(NAME_DATA).filter((name): name is FamilyName => name in NAME_DATA);
const isFamilyOfAccounts = (family: FamilyName) =>
  ['service', 'shared', 'room', 'equipment'].includes(family);

const SECONDS = new Map(
  FAMILIES.map((family) => [family, readNames(NAME_DATA[family].seconds).sort(byKey('0'))]),
);

/** Each initial letter gets the same share of users, except one with many more. */
const LETTER_WEIGHT = 40;
const LARGE_LETTER = { letter: 's', weight: 200 };
const ACCOUNT_WEIGHTS: Partial<Record<FamilyName, number>> = { shared: 12, room: 12, equipment: 6 };
const SERVICE_WEIGHT = 2;

function weighted(): First[] {
  const firsts = FAMILIES.flatMap((family) =>
    readNames(NAME_DATA[family].firsts).map((name) => ({ ...name, family })),
  );
  const people = firsts.filter(({ family }) => !isFamilyOfAccounts(family));
  const weightOf = ({ key, family }: { key: string; family: FamilyName }): number => {
    if (isFamilyOfAccounts(family)) return ACCOUNT_WEIGHTS[family] ?? SERVICE_WEIGHT;
    const letter = key.charAt(0);
    const whole = letter === LARGE_LETTER.letter ? LARGE_LETTER.weight : LETTER_WEIGHT;
    return whole / people.filter((name) => name.key.startsWith(letter)).length;
  };
  return firsts.map((name) => ({ ...name, weight: weightOf(name) })).sort(byKey('.'));
}

const FIRSTS = weighted();
const TOTAL_WEIGHT = FIRSTS.reduce((sum, { weight }) => sum + weight, 0);

/** The first ordinal of each first name, followed by `count`. */
function startsOf(count: number): number[] {
  let sum = 0;
  const ends = FIRSTS.map(({ weight }) => Math.round((count * (sum += weight)) / TOTAL_WEIGHT));
  return [0, ...ends.slice(0, -1), count];
}

/** Offset of a second name's users among the users of a first name. */
const startOf = (position: number, seconds: number, among: number, phase: number): number =>
  Math.floor((among * position + phase) / seconds);

/** Distributes `count` users over the names. The cost does not depend on `count`. */
export function createStems(count: number): Stems {
  const starts = startsOf(count);

  let lastIndex = 0;
  function indexOfFirst(ordinal: number): number {
    // Lists are read in order, so the last first name usually matches again.
    const isLast = (starts[lastIndex] ?? 0) <= ordinal && ordinal < (starts[lastIndex + 1] ?? 0);
    if (!isLast) lastIndex = searchFirst(ordinal);
    return lastIndex;
  }

  function searchFirst(ordinal: number): number {
    let [low, high] = [0, FIRSTS.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? count) <= ordinal) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function at(ordinal: number): Stem {
    const index = indexOfFirst(ordinal);
    const [first, start = 0, end = count] = [FIRSTS[index], starts[index], starts[index + 1]];
    const seconds = first && SECONDS.get(first.family);
    if (!first || !seconds)
      throw new RangeError(`User ${ordinal} is out of range; there are ${count}.`);
    const among = end - start;
    const phase = mix(index) % seconds.length;
    const position = Math.ceil(((ordinal - start + 1) * seconds.length - phase) / among) - 1;
    const second = seconds[position];
    if (!second) throw new RangeError(`User ${ordinal} is out of range; there are ${count}.`);
    const startOfSecond = startOf(position, seconds.length, among, phase);
    const rank = ordinal - start - startOfSecond;
    const sharing = startOf(position + 1, seconds.length, among, phase) - startOfSecond;
    return { family: first.family, first, second, rank, sharing };
  }

  return { at };
}
