/** Maps an account to the part that the screen shows and to the states of the steps. */
import type { ConsentKind } from '../../../../domain/consents.ts';
import type { Account } from '../../../api/client.ts';

export const STEPS = ['exchange', 'graph', 'targets', 'synchronization'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_STATES = ['done', 'current', 'attention', 'upcoming'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What the screen shows below the steps. */
export type Part =
  | 'begin'
  | 'consents'
  | 'quarantine'
  | 'accessBlocked'
  | 'targets'
  | 'progress'
  | 'synchronizationFailed'
  | 'unexpectedFailure'
  | 'removalsHeld'
  | 'protected'
  | 'removing';

/** The fields of an account that determine part and steps. */
export interface Position extends Pick<Account, 'state' | 'method'> {
  readonly attention: Pick<NonNullable<Account['attention']>, 'reason'> | null;
  readonly consents: readonly Pick<Account['consents'][number], 'kind' | 'status'>[];
}

type Attention = NonNullable<Position['attention']>['reason'];

const PART_OF_ATTENTION: Readonly<Record<Attention, Part>> = {
  quarantineUnavailable: 'quarantine',
  consentRevoked: 'consents',
  applicationDisabled: 'accessBlocked',
  conditionalAccess: 'accessBlocked',
  credentialRejected: 'accessBlocked',
  tokenRefused: 'accessBlocked',
  targetsUnknown: 'targets',
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

/** Null for the first step that is not done. */
const STEP_OF_ATTENTION: Readonly<Record<Attention, Step | null>> = {
  quarantineUnavailable: 'graph',
  consentRevoked: 'graph',
  applicationDisabled: 'graph',
  conditionalAccess: 'graph',
  credentialRejected: 'graph',
  tokenRefused: 'graph',
  targetsUnknown: 'targets',
  synchronizationFailed: 'synchronization',
  removalsHeld: 'synchronization',
  unexpectedFailure: null,
};

/** State of each step. The first unfinished step is the current one. */
export function stepsOf(account: Position | null): Readonly<Record<Step, StepState>> {
  const done: Record<Step, boolean> = {
    exchange: granted(account, 'exchange'),
    graph: granted(account, 'graph'),
    targets: Boolean(account?.method),
    synchronization: account?.state === 'protected',
  };
  const removing = account?.state === 'removing' || account?.state === 'removed';
  const next = account && !removing ? STEPS.find((step) => !done[step]) : undefined;
  const attention =
    account?.attention && !removing ? (STEP_OF_ATTENTION[account.attention.reason] ?? next) : null;
  const stateOf = (step: Step): StepState => {
    if (step === attention) return 'attention';
    if (done[step]) return 'done';
    return step === next && !attention ? 'current' : 'upcoming';
  };
  return {
    exchange: stateOf('exchange'),
    graph: stateOf('graph'),
    targets: stateOf('targets'),
    synchronization: stateOf('synchronization'),
  };
}

const granted = (account: Position | null, kind: ConsentKind): boolean => {
  const status = account?.consents.find((consent) => consent.kind === kind)?.status;
  return status === 'granted' || status === 'notNeeded';
};
