/** Retry-After (RFC 9110 section 10.2.3). */

/** Of an answer, by lower-case names. */
interface Headers {
  get(name: string): string | null;
}

const SECONDS = /^\d{1,9}(\.\d+)?$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds to wait, or null if the header is missing or invalid. Seconds may have a
 * fraction. A date is compared with the answer's own `Date`, so that clock skew does not
 * matter. Not clamped.
 */
export function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(value)) return Math.ceil(Number(value) * 1000);
  const at = instantOf(value);
  if (at === null) return null;
  return Math.max(0, at - (instantOf(headers.get('date') ?? '') ?? Date.now()));
}

function instantOf(value: string): number | null {
  const instant = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}
