/** States of a provisioning and the moves between them, as data. */
import type { ConsentKind } from './consents.ts';

export const PROVISIONING_STATES = [
  'awaitingExchangeConsent',
  'verifyingExchangeGrant',
  'awaitingGraphConsent',
  'verifyingGraphGrant',
  'awaitingTargets',
  'synchronizing',
  'protected',
  'attentionRequired',
  'removing',
  'removed',
] as const;
export type ProvisioningState = (typeof PROVISIONING_STATES)[number];

/** Every move that is allowed. A move that is not listed is a defect, not an event. */
export const TRANSITIONS = [
  { from: 'awaitingExchangeConsent', to: 'verifyingExchangeGrant' },
  { from: 'verifyingExchangeGrant', to: 'awaitingExchangeConsent' },
  { from: 'verifyingExchangeGrant', to: 'awaitingGraphConsent' },
  { from: 'awaitingGraphConsent', to: 'verifyingGraphGrant' },
  { from: 'verifyingGraphGrant', to: 'awaitingGraphConsent' },
  { from: 'verifyingGraphGrant', to: 'awaitingTargets' },
  { from: 'awaitingTargets', to: 'synchronizing' },
  { from: 'synchronizing', to: 'protected' },
  { from: 'protected', to: 'synchronizing' },
  { from: 'verifyingExchangeGrant', to: 'attentionRequired' },
  { from: 'synchronizing', to: 'attentionRequired' },
  { from: 'attentionRequired', to: 'verifyingExchangeGrant' },
  { from: 'attentionRequired', to: 'synchronizing' },
  { from: 'awaitingExchangeConsent', to: 'removing' },
  { from: 'verifyingExchangeGrant', to: 'removing' },
  { from: 'awaitingGraphConsent', to: 'removing' },
  { from: 'verifyingGraphGrant', to: 'removing' },
  { from: 'awaitingTargets', to: 'removing' },
  { from: 'synchronizing', to: 'removing' },
  { from: 'protected', to: 'removing' },
  { from: 'attentionRequired', to: 'removing' },
  { from: 'removing', to: 'removed' },
] as const satisfies readonly { from: ProvisioningState; to: ProvisioningState }[];

/** True when the table lists the move. */
export function canMove(from: ProvisioningState, to: ProvisioningState): boolean {
  return TRANSITIONS.some((t) => t.from === from && t.to === to);
}

/** The two states of each consent step. */
export const CONSENT_STATES = {
  exchange: { awaiting: 'awaitingExchangeConsent', verifying: 'verifyingExchangeGrant' },
  graph: { awaiting: 'awaitingGraphConsent', verifying: 'verifyingGraphGrant' },
} as const satisfies Record<
  ConsentKind,
  { awaiting: ProvisioningState; verifying: ProvisioningState }
>;

/** Where the account stands, in words for an operator who reads the history. */
export const STATE_SENTENCES: Record<ProvisioningState, string> = {
  awaitingExchangeConsent:
    'Waits for a Global Administrator to consent to Exchange Online (step 1).',
  verifyingExchangeGrant:
    'Checks with Microsoft whether Exchange Online access was granted (step 1).',
  awaitingGraphConsent: 'Waits for a Global Administrator to consent to Microsoft Graph (step 2).',
  verifyingGraphGrant: 'Checks with Microsoft whether Microsoft Graph access was granted (step 2).',
  awaitingTargets: 'Both consents are proven. Waits for the choice of whom to protect.',
  synchronizing: 'Copies users and groups from Microsoft.',
  protected: 'Exchange Online is protected.',
  attentionRequired: 'Cannot go on by itself.',
  removing: 'Is being removed.',
  removed: 'Was removed.',
};
