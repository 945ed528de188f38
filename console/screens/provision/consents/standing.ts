/** How a consent step stands, as a person reads it. */
import { consentIsOpen } from '../../../../domain/account.ts';
import type { ConsentKind } from '../../../../domain/consents.ts';
import { CONSENT_STATES } from '../../../../domain/provisioning.ts';
import type { Account, Consent } from '../../../api/client.ts';

type Standing = Pick<Account, 'state' | 'attention'>;

/** The sentence below the status: the key in the catalogue, or null where the status says it all. */
export type Lead =
  | 'waiting'
  | 'sent'
  | 'checking'
  | 'granted'
  | 'declined'
  | 'refused'
  | 'expired'
  | 'revoked';

/** What is to be said about a consent of this account. */
export function leadOf(
  account: Standing,
  { kind, status }: Pick<Consent, 'kind' | 'status'>,
): Lead | null {
  switch (status) {
    case 'notStarted':
      return null;
    case 'waitingForAdministrator':
      // Once the sign-in is judged, the account looks for the grant, whoever comes back.
      return account.state === CONSENT_STATES[kind].verifying ? 'sent' : 'waiting';
    case 'checking':
    case 'granted':
    case 'declined':
    case 'refused':
    case 'expired':
    case 'revoked':
      return status;
  }
}

/** Whether Microsoft is being looked at for this consent. */
export function isLookedFor(account: Standing, kind: ConsentKind): boolean {
  if (account.state === CONSENT_STATES[kind].verifying) return true;
  return account.state === 'attentionRequired' && consentIsOpen(account, kind);
}

/** Whether "Click here" leads anywhere now. */
export const isOpen = (account: Standing, { kind, status }: Pick<Consent, 'kind' | 'status'>) =>
  status !== 'granted' && consentIsOpen(account, kind);

/** Whether somebody is at it already, so that another click is not what is needed. */
export const isUnderWay = (account: Standing, consent: Pick<Consent, 'kind' | 'status'>) =>
  ['sent', 'checking'].includes(leadOf(account, consent) ?? '');
