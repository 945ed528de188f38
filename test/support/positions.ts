/** Where an account is with its consents, as a condition to wait for. */
import type { AccountView } from '../../domain/account.ts';
import type { ConsentKind } from '../../domain/consents.ts';

type Position = Pick<AccountView, 'state' | 'consentStep'>;

export const awaits =
  (kind: ConsentKind) =>
  ({ state, consentStep }: Position): boolean =>
    state === 'awaitingConsent' && consentStep === kind;

export const verifies =
  (kind: ConsentKind) =>
  ({ state, consentStep }: Position): boolean =>
    state === 'verifyingGrant' && consentStep === kind;
