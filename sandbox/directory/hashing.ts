/** Small deterministic arithmetic: keys out of text, well-mixed 32-bit numbers, modular inverses. */
import { createHash } from 'node:crypto';

/** A 32-bit number with little resemblance to `value` (the finalizer of MurmurHash3). */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** `count` 32-bit keys that only this text gives. At most 8. */
export function keysOf(text: string, count: number): number[] {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: count }, (_, index) => digest.readUInt32LE(index * 4));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The first number from `start` on that shares no divisor with `modulus`. */
export function coprimeFrom(start: number, modulus: number): number {
  let candidate = Math.max(1, start);
  while (greatestCommonDivisor(candidate, modulus) !== 1) candidate += 1;
  return candidate;
}

/** The number that undoes multiplication by `value` modulo `modulus` (extended Euclid). */
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
