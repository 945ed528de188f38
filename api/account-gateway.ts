/** The API's only access to an account: messages to its workflow, and the stored view. */
import {
  type Client,
  isGrpcServiceError,
  QueryRejectedError,
  ServiceError,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type AccountView } from '../domain/account.ts';
import { type Service, SERVICES } from '../domain/services/services.ts';
import { isFailureType, ProvostError } from '../domain/failures.ts';
import type { Store } from '../store/store.ts';
import { callsInTurn } from './in-turn.ts';
import { TASK_QUEUE, workflowIdOf } from '../temporal/names.ts';
import * as messages from '../workflows/account.messages.ts';

/** In milliseconds. Without a worker, a query would hang for half a minute. */
const QUERY_DEADLINE = 2_000;
/** For the first view of an account that has just started. */
const OPENING_DEADLINE = 10_000;
const UPDATE_DEADLINE = 15_000;
const SIGNAL_DEADLINE = 10_000;

/** A view and its source: the workflow, or the store if no worker answers. */
export interface CurrentView {
  readonly view: AccountView;
  readonly source: 'workflow' | 'store';
}

/** All messages that the API sends to an account. Failures are ProvostErrors. */
export function createAccountGateway({ client, store }: { client: Client; store: Store }) {
  const handleOf = (service: Service, organizationId: string) =>
    client.workflow.getHandle(workflowIdOf(service, organizationId));
  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + milliseconds, call).catch(translate);
  const inTurn = callsInTurn();
  /** The time until it is this update's turn does not count. */
  const update = <T>(
    service: Service,
    organizationId: string,
    send: (handle: WorkflowHandle) => Promise<T>,
  ): Promise<T> =>
    inTurn(workflowIdOf(service, organizationId), () =>
      within(UPDATE_DEADLINE, () => send(handleOf(service, organizationId))),
    );
  const query = (handle: WorkflowHandle): Promise<AccountView> =>
    client.withDeadline(Date.now() + QUERY_DEADLINE, () => handle.query(messages.accountQuery));

  /** The workflow of a removed account takes a moment to close. A start would be lost in that moment. */
  async function waitForClose(handle: WorkflowHandle): Promise<void> {
    const last = await query(handle).catch(() => null);
    if (last?.state !== 'removed') return;
    await within(SIGNAL_DEADLINE, () => handle.result().catch(ignoreClosed));
  }

  /**
   * Without a stored view, either no workflow is open, or it has just started. Its first task may
   * take longer than a query waits.
   */
  async function opening(handle: WorkflowHandle): Promise<CurrentView | null> {
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING') return null;
    const view = await handle.query(messages.accountQuery).catch(() => null);
    if (view === null) {
      throw new ProvostError('Unavailable', 'The account is being opened. Try again in a moment.');
    }
    return view.state === 'removed' ? null : { view, source: 'workflow' };
  }

  return {
    /** Starts the account's workflow with this account id. Does nothing if one is open, which keeps its own id. */
    async start(service: Service, organizationId: string, accountId: string): Promise<void> {
      await waitForClose(handleOf(service, organizationId));
      await within(SIGNAL_DEADLINE, () =>
        client.workflow.start(SERVICES[service].workflowType, {
          workflowId: workflowIdOf(service, organizationId),
          taskQueue: TASK_QUEUE,
          args: [{ organizationId, accountId, checksHealth: true }],
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: `${SERVICES[service].name} of ${organizationId}`,
        }),
      );
    },

    /**
     * The open account's view, or null. A removed account is null even before its workflow closes,
     * because closing sends no change.
     */
    async view(service: Service, organizationId: string): Promise<CurrentView | null> {
      const handle = handleOf(service, organizationId);
      try {
        const view = await query(handle);
        return view.state === 'removed' ? null : { view, source: 'workflow' };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError)
          return null;
        const stored = await store.accounts.find(organizationId, service);
        if (stored) return { view: stored.view, source: 'store' };
        return await within(OPENING_DEADLINE, () => opening(handle));
      }
    },

    beginConsent: (service: Service, organizationId: string, consent: messages.BegunConsent) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.beginConsentUpdate, {
          args: [consent],
          updateId: `begin-${consent.attemptId}`,
        }),
      ),

    administratorSignedIn: (
      service: Service,
      organizationId: string,
      administrator: messages.SignedInAdministrator,
    ) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.administratorSignedInUpdate, {
          args: [administrator],
          updateId: `signed-in-${administrator.attemptId}`,
        }),
      ),

    consentReturned: (
      service: Service,
      organizationId: string,
      consent: messages.ReturnedConsent,
    ) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.consentReturnedSignal, consent),
      ),

    submitTargets: (service: Service, organizationId: string, targets: messages.SubmittedTargets) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.targetsSubmittedSignal, targets),
      ),

    requestSynchronization: (service: Service, organizationId: string, accountId: string) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.requestSynchronizationUpdate, {
          args: [{ accountId }],
        }),
      ),

    setSchedule: (service: Service, organizationId: string, schedule: messages.NewSchedule) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.scheduleUpdate, {
          args: [schedule],
        }),
      ),

    decideRemovals: (
      service: Service,
      organizationId: string,
      decided: messages.DecidedHeldRemovals,
    ) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.decideHeldRemovalsUpdate, { args: [decided] }),
      ),

    nameCanaryMailbox: (
      service: Service,
      organizationId: string,
      named: messages.NamedCanaryMailbox,
    ) =>
      update(service, organizationId, (handle) =>
        handle.executeUpdate(messages.canaryMailboxUpdate, {
          args: [named],
        }),
      ),

    reportAllowList: (service: Service, organizationId: string, accountId: string) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.allowListSetSignal, { accountId }),
      ),

    requestCheck: (service: Service, organizationId: string, accountId: string) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.checkRequestedSignal, { accountId }),
      ),

    /**
     * Starts the removal. Temporal silently accepts the cancellation of a closed
     * workflow, so this checks the status first.
     * @throws ProvostError NotFound if the workflow is not running.
     */
    remove: (service: Service, organizationId: string) =>
      within(SIGNAL_DEADLINE, async () => {
        const handle = handleOf(service, organizationId);
        const { status } = await handle.describe();
        if (status.name !== 'RUNNING') throw new ProvostError('NotFound');
        await handle.cancel();
      }),

    /** Resolves if Temporal answers. */
    ready: () =>
      within(QUERY_DEADLINE, () => client.workflowService.getSystemInfo({}).then(() => undefined)),
  };
}
export type AccountGateway = ReturnType<typeof createAccountGateway>;

function ignoreClosed(error: unknown): void {
  if (!(error instanceof WorkflowFailedError)) throw error;
}

function translate(error: unknown): never {
  if (error instanceof ProvostError) throw error;
  if (error instanceof WorkflowNotFoundError) throw new ProvostError('NotFound');
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message } = error.cause;
    if (isFailureType(type)) throw new ProvostError(type, message);
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isOutage(error)) {
    throw new ProvostError('Unavailable', undefined, { cause: error });
  }
  throw error;
}

/** gRPC's status codes of a server that is absent, silent, overloaded or restarting. */
const OUTAGES: Readonly<Record<number, string>> = {
  1: 'CANCELLED',
  2: 'UNKNOWN',
  4: 'DEADLINE_EXCEEDED',
  8: 'RESOURCE_EXHAUSTED',
  // A history that takes no more updates; the account continues in a new one.
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
};

/** Most client methods wrap gRPC's error in a ServiceError. Without a cause the connection failed. */
function isOutage(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (error instanceof ServiceError && cause === undefined) return true;
  return isGrpcServiceError(cause) && cause.code in OUTAGES;
}
