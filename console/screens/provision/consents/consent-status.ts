/** Presentation of the status of a consent step. */
import { consentIsOpen, type ConsentPosition } from '../../../../domain/account.ts';
import type { ConsentKind } from '../../../../domain/consents.ts';
import { isFailureType, isOurs } from '../../../../domain/failures.ts';
import type { Consent } from '../../../api/client.ts';

/** Key of the sentence below the status in the catalogue. */
export type StatusText =
  | 'waiting'
  | 'sent'
  | 'unconfirmed'
  | 'checking'
  | 'granted'
  | 'notNeeded'
  | 'declined'
  | 'refused'
  | 'refusedByUs'
  | 'expired'
  | 'revoked';

/** The text for a consent; null if the status alone is enough. */
export function statusTextOf(
  account: ConsentPosition,
  { kind, status, failure }: Pick<Consent, 'kind' | 'status' | 'failure'>,
): StatusText | null {
  switch (status) {
    case 'notStarted':
      return null;
    case 'waitingForAdministrator':
      if (failure !== null) return 'unconfirmed';
      // Once the sign-in is accepted, the workflow polls for the grant, whether or not the browser returns.
      return isVerified(account, kind) ? 'sent' : 'waiting';
    case 'checking':
    case 'granted':
    case 'notNeeded':
    case 'declined':
    case 'expired':
    case 'revoked':
      return status;
    case 'refused':
      return isFailureType(failure?.code) && isOurs(failure.code) ? 'refusedByUs' : 'refused';
  }
}

const isVerified = ({ state, consentStep }: ConsentPosition, kind: ConsentKind): boolean =>
  state === 'verifyingGrant' && consentStep === kind;

/** Whether Microsoft is being polled for this consent. */
export function isPolled(account: ConsentPosition, kind: ConsentKind): boolean {
  if (isVerified(account, kind)) return true;
  return account.state === 'attentionRequired' && consentIsOpen(account, kind);
}

/** Whether "Click here" is enabled. */
export const isOpen = (
  account: ConsentPosition,
  { kind, status }: Pick<Consent, 'kind' | 'status'>,
) => status !== 'granted' && consentIsOpen(account, kind);

/** Whether the consent is already in progress, so that no other click is needed. */
export const isUnderWay = (
  account: ConsentPosition,
  consent: Pick<Consent, 'kind' | 'status' | 'failure'>,
) => ['sent', 'checking'].includes(statusTextOf(account, consent) ?? '');
