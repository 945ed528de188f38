/** User-visible texts about domain data, in English. Taken from the domain itself. */
import { CONSENT_KINDS } from '../consents.ts';
import { FAILURES, type FailureType } from '../failures.ts';
import { type PermissionKey, permissionsOf } from './permissions.ts';
import { texts } from './reasons/en.ts';
import type { ReasonTexts } from './reasons/tell.ts';

/** The texts of one language. Every language has all of them. */
export interface Sentences extends ReasonTexts {
  readonly failures: Readonly<Record<FailureType, string>>;
  /** Why each consent requests each permission. */
  readonly permissions: Readonly<Record<PermissionKey, string>>;
}

const WHYS = CONSENT_KINDS.flatMap(permissionsOf).map(({ key, why }) => [key, why] as const);

export const sentences: Sentences = {
  failures: Object.fromEntries(
    Object.entries(FAILURES).map(([type, { sentence }]) => [type, sentence]),
  ) as Record<FailureType, string>,
  permissions: Object.fromEntries(WHYS) as Record<PermissionKey, string>,
  ...texts,
};
