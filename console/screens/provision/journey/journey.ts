/** Maps an account to the part that the screen shows and to the states of the steps. */
import { type ConsentKind, consentsOf, readingConsent } from '../../../../domain/consents.ts';
import type { Service } from '../../../../domain/services/services.ts';
import type { Account } from '../../../api/client.ts';

export type Step = ConsentKind | 'targets' | 'synchronization';

export const STEP_STATES = ['done', 'current', 'attention', 'upcoming'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Parts that are about what needs attention, and bear its name. */
const ATTENTION_PARTS = [
  'quarantine',
  'accessBlocked',
  'synchronizationFailed',
  'unexpectedFailure',
  'removalsHeld',
] as const;
type AttentionPart = (typeof ATTENTION_PARTS)[number];

/** What the screen shows below the steps. */
export type Part =
  | AttentionPart
  | 'begin'
  | 'consents'
  | 'targets'
  | 'progress'
  | 'protected'
  | 'removing';

export const isAttentionPart = (part: Part): part is AttentionPart =>
  ATTENTION_PARTS.some((each) => each === part);

/** The fields of an account that determine part and steps. */
export interface Position extends Pick<Account, 'state' | 'method'> {
  readonly attention: {
    readonly reason: Attention;
    readonly consent?: ConsentKind | null;
  } | null;
  readonly consents: readonly Pick<Account['consents'][number], 'kind' | 'status'>[];
}

type Attention = NonNullable<Account['attention']>['reason'];

const PART_OF_ATTENTION: Readonly<Record<Attention, Part>> = {
  quarantineUnavailable: 'quarantine',
  consentRevoked: 'consents',
  applicationDisabled: 'accessBlocked',
  conditionalAccess: 'accessBlocked',
  readingRefused: 'accessBlocked',
  credentialRejected: 'accessBlocked',
  tokenRefused: 'accessBlocked',
  targetsUnknown: 'targets',
  methodDiffers: 'targets',
  synchronizationFailed: 'synchronizationFailed',
  removalsHeld: 'removalsHeld',
  unexpectedFailure: 'unexpectedFailure',
};

/** The part to show; null means there is no account. */
export function partOf(account: Position | null): Part {
  switch (account?.state) {
    case undefined:
      return 'begin';
    case 'awaitingConsent':
    case 'verifyingGrant':
    case 'verifyingQuarantine':
      return 'consents';
    case 'awaitingTargets':
      // Targets are submitted: the synchronization is about to start.
      return account?.method ? 'progress' : 'targets';
    case 'synchronizing':
      return 'progress';
    case 'protected':
      return 'protected';
    case 'attentionRequired':
      return account?.attention ? PART_OF_ATTENTION[account.attention.reason] : 'progress';
    case 'removing':
    case 'removed':
      return 'removing';
  }
}

/** `consent`: that of the reason, else the one that reads. Null for the first step that is not done. */
const STEP_OF_ATTENTION: Readonly<
  Record<Attention, 'consent' | 'targets' | 'synchronization' | null>
> = {
  quarantineUnavailable: 'consent',
  consentRevoked: 'consent',
  applicationDisabled: 'consent',
  conditionalAccess: 'consent',
  readingRefused: 'consent',
  credentialRejected: 'consent',
  tokenRefused: 'consent',
  targetsUnknown: 'targets',
  methodDiffers: 'targets',
  synchronizationFailed: 'synchronization',
  removalsHeld: 'synchronization',
  unexpectedFailure: null,
};

/** The steps of a service, each with its state. The first unfinished step is the current one. */
export function stepsOf(
  service: Service,
  account: Position | null,
): readonly { readonly step: Step; readonly state: StepState }[] {
  const steps = [...consentsOf(service), 'targets', 'synchronization'] as const;
  const removing = account?.state === 'removing' || account?.state === 'removed';
  const next = account && !removing ? steps.find((step) => !isDone(account, step)) : undefined;
  const attention = account?.attention && !removing ? account.attention : null;
  const blamed = attention && (stepOfAttention(service, attention) ?? next);
  return steps.map((step) => ({ step, state: stateOf(step) }));

  function stateOf(step: Step): StepState {
    if (step === blamed) return 'attention';
    if (account && isDone(account, step)) return 'done';
    return step === next && !blamed ? 'current' : 'upcoming';
  }
}

/** The state of one of the service's steps. */
export const stateOfStep = (service: Service, account: Position | null, step: Step): StepState =>
  stepsOf(service, account).find((each) => each.step === step)?.state ?? 'upcoming';

function stepOfAttention(
  service: Service,
  { reason, consent }: NonNullable<Position['attention']>,
): Step | null {
  const step = STEP_OF_ATTENTION[reason];
  return step === 'consent' ? (consent ?? readingConsent(service)) : step;
}

function isDone({ consents, method, state }: Position, step: Step): boolean {
  if (step === 'targets') return method !== null;
  if (step === 'synchronization') return state === 'protected';
  const status = consents.find(({ kind }) => kind === step)?.status;
  return status === 'granted' || status === 'notNeeded';
}
