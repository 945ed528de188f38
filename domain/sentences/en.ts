/** User-visible texts about domain data, in English. Taken from the domain itself. */
import { CONSENT_KINDS, CONSENTS } from '../consents.ts';
import { FAILURES, type FailureType } from '../failures.ts';

type PermissionValue = (typeof CONSENTS)[keyof typeof CONSENTS]['permissions'][number]['value'];

/** The texts of one language. Every language has all of them. */
export interface Sentences {
  readonly failures: Readonly<Record<FailureType, string>>;
  /** Why each permission is requested. */
  readonly permissions: Readonly<Record<PermissionValue, string>>;
}

type PermissionEntry = readonly [PermissionValue, string];

const ENTRIES = CONSENT_KINDS.flatMap((kind): PermissionEntry[] =>
  CONSENTS[kind].permissions.map(({ value, why }) => [value, why]),
);

export const sentences: Sentences = {
  failures: Object.fromEntries(
    Object.entries(FAILURES).map(([type, { sentence }]) => [type, sentence]),
  ) as Record<FailureType, string>,
  permissions: Object.fromEntries(ENTRIES) as Record<PermissionValue, string>,
};
