/**
 * Messages of an account's workflow. Signals are for what must never be lost, updates for
 * when a person waits for the result. Every message may arrive twice, late or in the wrong
 * state.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AccountView, Method } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { FailureType } from '../domain/failures.ts';
import type { Schedule } from '../domain/schedule.ts';

export interface BegunConsent {
  readonly accountId: string;
  readonly kind: ConsentKind;
  readonly attemptId: string;
  /** ISO 8601: when the link to Microsoft's sign-in expires. */
  readonly expiresAt: string;
}

/** The user of a validated id_token. Without names, which would stay in the history. */
export interface SignedInAdministrator {
  readonly accountId: string;
  readonly kind: ConsentKind;
  readonly attemptId: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly directoryRoles: readonly string[];
  readonly guest: boolean;
  /** A member whose account belongs to another organization. Missing in older histories. */
  readonly external?: boolean;
}

export interface ReturnedConsent {
  readonly accountId: string;
  readonly kind: ConsentKind;
  readonly attemptId: string;
  /** Null when Microsoft reports success, which is no proof yet. */
  readonly failure: FailureType | null;
}

/** For the account, not for the organization's next one, which has the same workflow id. */
interface ForAccount {
  readonly accountId: string;
}

export interface ChosenTargets {
  readonly method: Method;
  /** Entra object ids of users, or ids of sites; empty for the method `all`. */
  readonly targetIds: readonly string[];
}
export type SubmittedTargets = ChosenTargets & ForAccount;

export interface NewSchedule extends ForAccount {
  readonly schedule: Schedule | null;
}

/** The current state of the account. */
export const accountQuery = defineQuery<AccountView>('account');

/** Starts an attempt of a consent step. Fails with `WrongState`. */
export const beginConsentUpdate = defineUpdate<void, [BegunConsent]>('beginConsent');

/**
 * Checks whether this person may consent for this tenant. Fails with
 * `NotGlobalAdministrator`, `GuestAdministrator`, `ExternalAdministrator`,
 * `TenantMismatch`, `TenantTaken` or `WrongState`; on success, starts watching for the grant.
 */
export const administratorSignedInUpdate = defineUpdate<void, [SignedInAdministrator]>(
  'administratorSignedIn',
);

/** The browser came back from Microsoft's consent screen. */
export const consentReturnedSignal = defineSignal<[ReturnedConsent]>('consentReturned');

/** An administrator chose the targets. */
export const targetsSubmittedSignal = defineSignal<[SubmittedTargets]>('targetsSubmitted');

/** Requests a synchronization. Fails with `SynchronizationNotAvailable` or `WrongState`. */
export const requestSynchronizationUpdate = defineUpdate<void, [ForAccount]>(
  'requestSynchronization',
);

/** An administrator's decision on the removals of a held synchronization. */
export interface DecidedHeldRemovals {
  readonly accountId: string;
  readonly runId: string;
  readonly decision: 'allow' | 'reject';
}
/**
 * Fails with `WrongState`, or with `RemovalsAlreadyAllowed` or `RemovalsAlreadyRejected` if somebody has decided
 * otherwise. The same decision again succeeds.
 */
export const decideHeldRemovalsUpdate = defineUpdate<void, [DecidedHeldRemovals]>(
  'decideHeldRemovals',
);
/** From older versions of the API: it cannot be answered, and the first decision counts. */
export const heldRemovalsDecidedSignal = defineSignal<[DecidedHeldRemovals]>('heldRemovalsDecided');

/** Sets the schedule of automatic synchronizations; null turns them off. Fails likewise, or with `InvalidInput`. */
export const scheduleUpdate = defineUpdate<void, [NewSchedule]>('schedule');

/** Without the address, which would stay in the history. */
export interface NamedCanaryMailbox extends ForAccount {
  /** Entra object id; null for the default. */
  readonly userId: string | null;
}
/** Names the mailbox of the quarantine check. Fails with `WrongState` or `InvalidInput`. */
export const canaryMailboxUpdate = defineUpdate<void, [NamedCanaryMailbox]>('canaryMailbox');

/** An administrator has run the command that allows Exchange Web Services. */
export const allowListSetSignal = defineSignal<[ForAccount]>('allowListSet');

/** Requests an immediate check of whatever the account waits for. */
export const checkRequestedSignal = defineSignal<[ForAccount]>('checkRequested');
