/** The check that an account goes through as long as it is protected, and what it can find. */
import type { ConsentKind } from './consents.ts';
import type { FailureType, TokenFailure } from './failures.ts';

/** What is looked at. `token`: a fresh one, with all roles of its consent. */
export const HEALTH_ASPECTS = ['token', 'reading', 'quarantine'] as const;
export type HealthAspect = (typeof HEALTH_ASPECTS)[number];

/** `unknown`: the look failed, so it says nothing. It is never taken for `works`. */
export const HEALTH_OUTCOMES = ['works', 'fails', 'unknown'] as const;
export type HealthOutcome = (typeof HEALTH_OUTCOMES)[number];

/** One look. Without names and addresses. */
export interface HealthLook {
  readonly aspect: HealthAspect;
  readonly consent: ConsentKind;
  readonly outcome: HealthOutcome;
  /** Why it fails, or why nothing is known; null if it works. */
  readonly failure: FailureType | null;
}

/**
 * `works`: every look did. `unknown`: Microsoft does not answer. `doubtful`: something fails, and is looked
 * at again before anybody is told. `fails`: the account needs attention.
 */
export const HEALTH_STATES = ['works', 'unknown', 'doubtful', 'fails'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** What several looks have shown, and what the account's workflow has to act on. */
export type HealthFinding =
  | { readonly kind: 'accessLost'; readonly failure: TokenFailure }
  | { readonly kind: 'readingRefused' }
  | { readonly kind: 'quarantineLost' }
  /** Of a consent that nothing needs at the moment: shown, and no alarm. */
  | {
      readonly kind: 'consentChanged';
      readonly consent: ConsentKind;
      readonly granted: boolean;
    };

/** Equal for findings that say the same. */
export const keyOfFinding = (finding: HealthFinding): string =>
  Object.values(finding).map(String).join(' ');

/** The state that follows from looks. A failure counts for more than what is not known. */
export function healthOf(looks: readonly HealthLook[]): Exclude<HealthState, 'fails'> {
  if (looks.some(({ outcome }) => outcome === 'fails')) return 'doubtful';
  return looks.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'works';
}
