/** Deterministic helpers: keys from text, 32-bit mixing, modular inverses. */
import { createHash } from 'node:crypto';

/** Mixes the bits of `value` into a 32-bit number (the finalizer of MurmurHash3). */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** `count` 32-bit keys (at most 8) from the SHA-256 of the text. */
export function keysOf(text: string, count: number): number[] {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: count }, (_, index) => digest.readUInt32LE(index * 4));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The first number ≥ `start` (and ≥ 1) that is coprime to `modulus`. */
export function coprimeFrom(start: number, modulus: number): number {
  let candidate = Math.max(1, start);
  while (greatestCommonDivisor(candidate, modulus) !== 1) candidate += 1;
  return candidate;
}

/** The multiplicative inverse of `value` modulo `modulus` (extended Euclid). */
export function modularInverse(value: number, modulus: number): number {
  let [remainder, next] = [modulus, value % modulus];
  let [coefficient, nextCoefficient] = [0, 1];
  while (next !== 0) {
    const quotient = Math.floor(remainder / next);
    [remainder, next] = [next, remainder - quotient * next];
    [coefficient, nextCoefficient] = [nextCoefficient, coefficient - quotient * nextCoefficient];
  }
  return (coefficient + modulus) % modulus;
}
