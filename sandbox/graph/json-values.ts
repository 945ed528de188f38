/** Property values as JSON, in the form that is cheapest to write. */
import type { AssignedPlan } from '../directory/objects.ts';

/** JSON as ASCII text, or as UTF-8 bytes. */
export type JsonValue = string | Uint8Array;

/** ASCII without characters that JSON escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A string or null. */
export const quoted = (value: string | null): JsonValue => {
  if (value === null) return 'null';
  return PLAIN.test(value) ? `"${value}"` : Buffer.from(JSON.stringify(value));
};

const isPlain = (values: readonly string[]) => values.every((value) => PLAIN.test(value));

/** An array of strings. */
export const quotedAll = (values: readonly string[]): JsonValue =>
  isPlain(values)
    ? `[${values.map((value) => `"${value}"`).join(',')}]`
    : Buffer.from(JSON.stringify(values));

const planBytes = new Map<readonly AssignedPlan[], Uint8Array>();

/** Cached: users share a few plan lists. */
export function bytesOfPlans(plans: readonly AssignedPlan[]): Uint8Array {
  const known = planBytes.get(plans);
  if (known !== undefined) return known;
  const written = Buffer.from(JSON.stringify(plans));
  planBytes.set(plans, written);
  return written;
}
