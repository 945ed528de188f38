/** Where the attempts of the consent steps stand, as far as the view does not say it. */
import type { ConsentKind } from '../../domain/consents.ts';
import type { Account } from '../account/account.ts';
import { inbox } from '../account/inbox.ts';

interface Attempts {
  /** The attempt whose administrator was last accepted and sent to the consent screen. */
  readonly sent: Partial<Record<ConsentKind, string | null>>;
  /** When the latest attempt of a step expires, in milliseconds since the epoch. */
  readonly expiry: Partial<Record<ConsentKind, number | null>>;
}

const attempts = inbox<Attempts>('consent', () => ({ sent: {}, expiry: {} }));

export const sentAttempt = (account: Account, kind: ConsentKind): string | null =>
  attempts(account).sent[kind] ?? null;

export function setSentAttempt(account: Account, kind: ConsentKind, attemptId: string | null) {
  attempts(account).sent[kind] = attemptId;
}

export const attemptExpiry = (account: Account, kind: ConsentKind): number | null =>
  attempts(account).expiry[kind] ?? null;

export function setAttemptExpiry(account: Account, kind: ConsentKind, instant: number | null) {
  attempts(account).expiry[kind] = instant;
}
