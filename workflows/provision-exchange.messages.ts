/**
 * What can be said to an account's workflow. Signals are for what must never
 * be lost, updates for where a person waits for a verdict. Every message may
 * come twice, late or in the wrong state.
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
  /** ISO 8601: until when the link to Microsoft's sign-in is good. */
  readonly expiresAt: string;
}

/** Whom a validated id_token shows. No names: they would stay in the history. */
export interface SignedInAdministrator {
  readonly accountId: string;
  readonly kind: ConsentKind;
  readonly attemptId: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly directoryRoles: readonly string[];
  readonly guest: boolean;
}

export interface ReturnedConsent {
  readonly accountId: string;
  readonly kind: ConsentKind;
  readonly attemptId: string;
  /** Null when Microsoft reports success, which proves nothing yet. */
  readonly failure: FailureType | null;
}

export interface SubmittedTargets {
  readonly method: Method;
  /** Entra object ids; empty for the method `all`. */
  readonly userIds: readonly string[];
}

/** Where the account stands. */
export const accountQuery = defineQuery<AccountView>('account');

/** Asks whether a consent step may be begun now. Fails with `WrongState`. */
export const beginConsentUpdate = defineUpdate<void, [BegunConsent]>('beginConsent');

/**
 * Asks whether this person may consent for this tenant. Fails with
 * `NotGlobalAdministrator`, `GuestAdministrator`, `TenantMismatch`,
 * `TenantTaken` or `WrongState`; success begins the watch for the grant.
 */
export const administratorSignedInUpdate = defineUpdate<void, [SignedInAdministrator]>(
  'administratorSignedIn',
);

/** The browser came back from Microsoft's consent screen. */
export const consentReturnedSignal = defineSignal<[ReturnedConsent]>('consentReturned');

/** An administrator chose whom to protect. */
export const targetsSubmittedSignal = defineSignal<[SubmittedTargets]>('targetsSubmitted');

/** Asks for a synchronization. Fails with `SynchronizationNotAvailable` or `WrongState`. */
export const requestSynchronizationUpdate = defineUpdate<void>('requestSynchronization');

/** An administrator's word on the removals for which a run was held. */
export interface DecidedRemovals {
  readonly accountId: string;
  readonly runId: string;
  readonly decision: 'allow' | 'reject';
}
export const removalsDecidedSignal = defineSignal<[DecidedRemovals]>('removalsDecided');

/** Sets when everybody is synchronized by itself, or with null that nobody is. Fails likewise. */
export const scheduleUpdate = defineUpdate<void, [Schedule | null]>('schedule');

/** Somebody asks to look again at whatever the account waits for. */
export const checkRequestedSignal = defineSignal('checkRequested');
