/**
 * Object ids that look random but convert to and from an ordinal. The first 32 bits are the ordinal
 * under a keyed permutation; the others are derived from them. A million ids need no table.
 */
import { keysOf, mix } from './hashing.ts';

export interface ObjectIds {
  /** A version 4 UUID (RFC 9562) in lower case. Ordinals are below 2³². */
  idOf(ordinal: number): string;
  /** The ordinal of this id, case-insensitive; undefined for an id from another source. */
  ordinalOf(id: string): number | undefined;
}

const DIGITS = Buffer.from('0123456789abcdef');
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Odd, because only odd multipliers are invertible modulo 2³². */
const MULTIPLIERS = [0x85ebca6b, 0xc2b2ae35, 0x9e3779b1];
const INVERSES = MULTIPLIERS.map(inverseOfOdd).toReversed();

/** Newton's iteration modulo 2³²: each step doubles the number of correct bits. */
function inverseOfOdd(value: number): number {
  let inverse = value;
  for (let step = 0; step < 5; step += 1)
    inverse = Math.imul(inverse, 2 - Math.imul(value, inverse));
  return inverse;
}

function permute(ordinal: number): number {
  let x = ordinal | 0;
  for (const multiplier of MULTIPLIERS) x = Math.imul(x ^ (x >>> 16), multiplier);
  return x;
}

function unpermute(word: number): number {
  let x = word;
  for (const inverse of INVERSES) {
    x = Math.imul(x, inverse);
    x ^= x >>> 16;
  }
  return x;
}

/** A reused buffer with the hyphens of a UUID. */
const text = Buffer.from('00000000-0000-0000-0000-000000000000');

/** Writes 4 hexadecimal digits. One conversion from bytes is cheaper than concatenating strings. */
function writeDigits(word: number, at: number): void {
  text[at] = DIGITS[(word >>> 12) & 15] ?? 0;
  text[at + 1] = DIGITS[(word >>> 8) & 15] ?? 0;
  text[at + 2] = DIGITS[(word >>> 4) & 15] ?? 0;
  text[at + 3] = DIGITS[word & 15] ?? 0;
}

/** Ids for one kind of object in one tenant. Different keys produce unrelated ids. */
export function createObjectIds(key: string): ObjectIds {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = keysOf(key, 4);

  function idOf(ordinal: number): string {
    const word = permute(ordinal ^ k0);
    const second = (mix(word ^ k1) & 0xff_ff_0f_ff) | 0x40_00;
    const third = (mix(word ^ k2) & 0x3f_ff_ff_ff) | 0x80_00_00_00;
    const fourth = mix(word ^ k3);
    writeDigits(word >>> 16, 0);
    writeDigits(word, 4);
    writeDigits(second >>> 16, 9);
    writeDigits(second, 14);
    writeDigits(third >>> 16, 19);
    writeDigits(third, 24);
    writeDigits(fourth >>> 16, 28);
    writeDigits(fourth, 32);
    return text.toString('latin1');
  }

  function ordinalOf(id: string): number | undefined {
    const lower = id.toLowerCase();
    const [, first] = UUID.exec(lower) ?? [];
    if (first === undefined) return undefined;
    const ordinal = (unpermute(Number.parseInt(first, 16) | 0) ^ k0) >>> 0;
    return idOf(ordinal) === lower ? ordinal : undefined;
  }

  return { idOf, ordinalOf };
}
