/** The API's only way to an account: messages to its workflow, and what the store knows of it. */
import {
  type Client,
  isGrpcServiceError,
  QueryRejectedError,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type AccountView, type Service, SERVICE_NAMES } from '../domain/account.ts';
import { isFailureType, ProvostError } from '../domain/failures.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { Store } from '../store/store.ts';
import { TASK_QUEUE, workflowIdOf } from '../temporal/names.ts';
import * as messages from '../workflows/provision-exchange.messages.ts';

const WORKFLOW_TYPE = 'ProvisionExchangeWorkflow';
/** A query without a worker would hang for half a minute. */
const QUERY_DEADLINE = 2_000;
const UPDATE_DEADLINE = 15_000;
const SIGNAL_DEADLINE = 10_000;

/** A view and where it comes from: the workflow itself, or the store while no worker answers. */
export interface CurrentView {
  readonly view: AccountView;
  readonly source: 'workflow' | 'store';
}

/** Everything that the API may say to an account. Failures are ProvostErrors. */
export function createAccountGateway({ client, store }: { client: Client; store: Store }) {
  const handleOf = (service: Service, organizationId: string) =>
    client.workflow.getHandle(workflowIdOf(service, organizationId));
  const within = <T>(milliseconds: number, call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + milliseconds, call).catch(translate);
  const query = (handle: WorkflowHandle): Promise<AccountView> =>
    client.withDeadline(Date.now() + QUERY_DEADLINE, () => handle.query(messages.accountQuery));

  /** A removed account takes a moment to close, in which it would swallow a start. */
  async function outlastRemoved(handle: WorkflowHandle): Promise<void> {
    const last = await query(handle).catch(() => null);
    if (last?.state !== 'removed') return;
    await within(SIGNAL_DEADLINE, () => handle.result().catch(ignoreClosed));
  }

  return {
    /** Starts the account's workflow under this id; the one that is open already counts as started, and keeps its own. */
    async start(service: Service, organizationId: string, accountId: string): Promise<void> {
      await outlastRemoved(handleOf(service, organizationId));
      await within(SIGNAL_DEADLINE, () =>
        client.workflow.start(WORKFLOW_TYPE, {
          workflowId: workflowIdOf(service, organizationId),
          taskQueue: TASK_QUEUE,
          args: [{ organizationId, accountId }],
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: `${SERVICE_NAMES[service]} of ${organizationId}`,
        }),
      );
    },

    /** The open account's view, or null when there is none. Nobody is told when a removed one closes, so it is none already. */
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
        return await within(QUERY_DEADLINE, () => absent(handle));
      }
    },

    beginConsent: (service: Service, organizationId: string, consent: messages.BegunConsent) =>
      within(UPDATE_DEADLINE, () =>
        handleOf(service, organizationId).executeUpdate(messages.beginConsentUpdate, {
          args: [consent],
          updateId: `begin-${consent.attemptId}`,
        }),
      ),

    administratorSignedIn: (
      service: Service,
      organizationId: string,
      administrator: messages.SignedInAdministrator,
    ) =>
      within(UPDATE_DEADLINE, () =>
        handleOf(service, organizationId).executeUpdate(messages.administratorSignedInUpdate, {
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

    requestSynchronization: (service: Service, organizationId: string) =>
      within(UPDATE_DEADLINE, () =>
        handleOf(service, organizationId).executeUpdate(messages.requestSynchronizationUpdate),
      ),

    setSchedule: (service: Service, organizationId: string, schedule: Schedule | null) =>
      within(UPDATE_DEADLINE, () =>
        handleOf(service, organizationId).executeUpdate(messages.scheduleUpdate, {
          args: [schedule],
        }),
      ),

    decideRemovals: (service: Service, organizationId: string, decided: messages.DecidedRemovals) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.removalsDecidedSignal, decided),
      ),

    requestCheck: (service: Service, organizationId: string) =>
      within(SIGNAL_DEADLINE, () =>
        handleOf(service, organizationId).signal(messages.checkRequestedSignal),
      ),

    /**
     * Begins the removal. A workflow that has closed accepts a cancellation
     * without a word, so it is looked at first.
     */
    remove: (service: Service, organizationId: string) =>
      within(SIGNAL_DEADLINE, async () => {
        const handle = handleOf(service, organizationId);
        const { status } = await handle.describe();
        if (status.name !== 'RUNNING') throw new ProvostError('NotFound');
        await handle.cancel();
      }),

    /** Whether Temporal answers. */
    ready: () =>
      within(QUERY_DEADLINE, () => client.workflowService.getSystemInfo({}).then(() => undefined)),
  };
}
export type AccountGateway = ReturnType<typeof createAccountGateway>;

/** No view was to be had: either there is no open workflow, or it has not begun yet. */
async function absent(handle: {
  describe(): Promise<{ status: { name: string } }>;
}): Promise<CurrentView | null> {
  const { status } = await handle.describe();
  if (status.name !== 'RUNNING') return null;
  throw new ProvostError('Unavailable', 'The account is being opened. Try again in a moment.');
}

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
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) {
    throw new ProvostError('Unavailable', undefined, { cause: error });
  }
  throw error;
}
