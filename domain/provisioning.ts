/** Provisioning states and the transitions between them, as data. They name no service and no consent. */

export const PROVISIONING_STATES = [
  'awaitingConsent',
  'verifyingGrant',
  'verifyingQuarantine',
  'awaitingTargets',
  'synchronizing',
  'protected',
  'attentionRequired',
  'removing',
  'removed',
] as const;
export type ProvisioningState = (typeof PROVISIONING_STATES)[number];

/** In these the view says which consent it is. */
export const CONSENT_STATES = ['awaitingConsent', 'verifyingGrant'] as const;
export const isConsentState = (state: ProvisioningState): boolean =>
  CONSENT_STATES.some((each) => each === state);

type Transition = { readonly from: ProvisioningState; readonly to: ProvisioningState };

const STORY: readonly Transition[] = [
  { from: 'awaitingConsent', to: 'verifyingGrant' },
  // The next consent, or another try.
  { from: 'verifyingGrant', to: 'awaitingConsent' },
  // The next consent, if nothing needs this one any more.
  { from: 'awaitingConsent', to: 'awaitingConsent' },
  { from: 'verifyingGrant', to: 'verifyingQuarantine' },
  // A service without a quarantine in mailboxes.
  { from: 'verifyingGrant', to: 'awaitingTargets' },
  { from: 'verifyingQuarantine', to: 'awaitingTargets' },
  { from: 'awaitingTargets', to: 'synchronizing' },
  { from: 'synchronizing', to: 'protected' },
  { from: 'protected', to: 'synchronizing' },
];

/** The states in which something may fail that needs a person. The account returns to where it was. */
const INTERRUPTIBLE = [...new Set(STORY.flatMap(({ from, to }) => [from, to]))];

/** All allowed transitions. Any other transition is a bug. */
export const TRANSITIONS: readonly Transition[] = [
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

/**
 * The account's state as text, for operators who read the workflow history.
 * `{consent}` and `{service}` stand for names.
 */
const STATE_SENTENCES: Record<ProvisioningState, string> = {
  awaitingConsent: 'Waiting for a Global Administrator to consent to {consent}.',
  verifyingGrant: 'Checking with Microsoft whether access to {consent} was granted.',
  verifyingQuarantine: 'Checking whether messages can be moved to a quarantine.',
  awaitingTargets: 'The consents are verified. Waiting for the choice of targets.',
  synchronizing: 'Synchronizing from Microsoft.',
  protected: '{service} is protected.',
  attentionRequired: 'Waiting for a person to resolve a problem.',
  removing: 'The account is being removed.',
  removed: 'The account was removed.',
};

export const sentenceOfState = (
  state: ProvisioningState,
  names: { readonly service: string; readonly consent: string },
): string =>
  STATE_SENTENCES[state].replace('{consent}', names.consent).replace('{service}', names.service);
