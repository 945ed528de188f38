/** Provisioning states and the transitions between them, as data. */
import type { ConsentKind } from './consents.ts';

export const PROVISIONING_STATES = [
  'awaitingExchangeConsent',
  'verifyingExchangeGrant',
  'awaitingGraphConsent',
  'verifyingGraphGrant',
  'verifyingQuarantine',
  'awaitingTargets',
  'synchronizing',
  'protected',
  'attentionRequired',
  'removing',
  'removed',
] as const;
export type ProvisioningState = (typeof PROVISIONING_STATES)[number];

type Transition = { readonly from: ProvisioningState; readonly to: ProvisioningState };

const STORY: readonly Transition[] = [
  { from: 'awaitingExchangeConsent', to: 'verifyingExchangeGrant' },
  { from: 'verifyingExchangeGrant', to: 'awaitingExchangeConsent' },
  { from: 'verifyingExchangeGrant', to: 'awaitingGraphConsent' },
  { from: 'awaitingExchangeConsent', to: 'awaitingGraphConsent' },
  { from: 'awaitingGraphConsent', to: 'verifyingGraphGrant' },
  { from: 'verifyingGraphGrant', to: 'awaitingGraphConsent' },
  { from: 'verifyingGraphGrant', to: 'verifyingQuarantine' },
  { from: 'verifyingQuarantine', to: 'awaitingTargets' },
  { from: 'awaitingTargets', to: 'synchronizing' },
  { from: 'synchronizing', to: 'protected' },
  { from: 'protected', to: 'synchronizing' },
];

/** The states in which something may fail that needs a person. The account returns to where it was. */
const INTERRUPTIBLE = [...new Set(STORY.flatMap(({ from, to }) => [from, to]))];

/** All allowed transitions. Any other transition is a bug. */
const TRANSITIONS: readonly Transition[] = [
  ...STORY,
  ...INTERRUPTIBLE.flatMap((state): Transition[] => [
    { from: state, to: 'attentionRequired' },
    { from: 'attentionRequired', to: state },
    { from: state, to: 'removing' },
  ]),
  { from: 'attentionRequired', to: 'removing' },
  { from: 'removing', to: 'removed' },
];

export function canMove(from: ProvisioningState, to: ProvisioningState): boolean {
  return TRANSITIONS.some((t) => t.from === from && t.to === to);
}

export const CONSENT_STATES = {
  exchange: { awaiting: 'awaitingExchangeConsent', verifying: 'verifyingExchangeGrant' },
  graph: { awaiting: 'awaitingGraphConsent', verifying: 'verifyingGraphGrant' },
} as const satisfies Record<
  ConsentKind,
  { awaiting: ProvisioningState; verifying: ProvisioningState }
>;

/** The account's state as text, for operators who read the workflow history. */
export const STATE_SENTENCES: Record<ProvisioningState, string> = {
  awaitingExchangeConsent:
    'Waiting for a Global Administrator to consent to Exchange Online (step 1).',
  verifyingExchangeGrant:
    'Checking with Microsoft whether Exchange Online access was granted (step 1).',
  awaitingGraphConsent:
    'Waiting for a Global Administrator to consent to Microsoft Graph (step 2).',
  verifyingGraphGrant:
    'Checking with Microsoft whether Microsoft Graph access was granted (step 2).',
  verifyingQuarantine: 'Checking whether messages can be moved to a quarantine.',
  awaitingTargets: 'Both consents are verified. Waiting for the choice of targets.',
  synchronizing: 'Synchronizing users and groups from Microsoft.',
  protected: 'Exchange Online is protected.',
  attentionRequired: 'Waiting for a person to resolve a problem.',
  removing: 'The account is being removed.',
  removed: 'The account was removed.',
};
