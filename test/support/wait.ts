/** The one way in which tests wait for a condition: bounded, and with a message that explains a timeout. */
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for a loaded machine, and shorter than the timeout of any test. */
export const PATIENCE_SECONDS = 60;
const POLL_MS = 20;

/** A condition did not become true in time. The message says what was awaited and what was seen instead. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/**
 * Calls `ask` until it resolves to something truthy, and resolves to that.
 * An error of `ask` counts as "not yet".
 * @param what the awaited condition, for the message: "the account is protected".
 * @param seen describes the current state, for the message.
 * @throws WaitTimeoutError after `seconds`.
 */
export async function waitFor<T>(
  what: string,
  { seconds = PATIENCE_SECONDS, seen }: { seconds?: number; seen?: () => unknown },
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown = 'nothing';
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw timeout(what, seconds, seen ? await seen() : last);
    await delay(POLL_MS);
  }
}

/** @returns the error for a condition that did not become true in time. */
export function timeout(what: string, seconds: number, seen: unknown): WaitTimeoutError {
  const text = seen instanceof Error ? String(seen) : JSON.stringify(seen, null, 2);
  return new WaitTimeoutError(`Waited ${seconds} s until ${what}. Seen instead: ${text}`);
}
