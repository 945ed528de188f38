import { setMaxListeners } from 'node:events';
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { FAILURES, isOutage, ProvostError } from '../domain/failures.ts';
import { clampRetryAfter, MAX_ATTEMPTS_WITHOUT_PROGRESS, READ_SLICE } from '../domain/limits.ts';
import { SERVICES } from '../domain/services/services.ts';
import { createMeter } from '../microsoft/graph.ts';
import type { Lease } from '../store/runs/lease.ts';
import type { Cost } from '../store/runs/counters.ts';
import type { Store } from '../store/store.ts';
import type { Dependencies, SynchronizationReference } from './dependencies.ts';
import { createPageWriter, takeCost } from './page-writer.ts';
import { alarmOf, asPassing, doubtDelay, isDoubtful } from './doubt.ts';
import type { Reader } from './reader.ts';

/** Milliseconds. Far below the heartbeat timeout, and short enough to notice a cancellation within a second. */
const HEARTBEAT_INTERVAL = 500;

const detailsSchema = z.object({ progressedIn: z.number() });

/**
 * One read attempt: opens the synchronization, takes its lease, heartbeats, and turns retryable
 * failures into a wait that the console shows.
 */
export async function readAttempt(
  { store, graph, userRows }: Pick<Dependencies, 'store' | 'graph' | 'userRows'>,
  synchronization: SynchronizationReference,
  work: (reader: Reader) => Promise<void>,
): Promise<void> {
  const copies = SERVICES[synchronization.service].copies === 'usersAndGroups' ? 'users' : 'sites';
  await store.runs.begin({ ...synchronization, copies });
  const stored = await store.runs.byId(synchronization.runId);
  // Read and published before, by an attempt whose result was lost.
  if (stored?.outcome === 'published') return;
  if (stored && stored.outcome !== 'running') throw new ProvostError('ReadingFailed');
  const lease = await store.runs.lease(synchronization.runId, copies);
  const meter = createMeter();
  try {
    await withHeartbeat(async () => {
      const record = await store.runs.byId(synchronization.runId);
      if (record === null) throw new ProvostError('LeaseLost');
      const writer = createPageWriter({ store, lease, meter }, markProgress);
      const signal = Context.current().cancellationSignal;
      // Every concurrent read adds a listener; avoids Node's warning about a leak.
      setMaxListeners(0, signal);
      const at = { tenantId: synchronization.tenantId, signal, meter };
      const reader = {
        store,
        graph,
        userRows,
        synchronization,
        record,
        lease,
        writer,
        at,
        yieldAfterSlice: newSlice(),
      };
      try {
        await work(reader);
      } finally {
        // Also after a failure: the next attempt resumes from the stored pages.
        await writer.flush();
      }
    });
  } catch (error) {
    if (Context.current().cancellationSignal.aborted) throw error;
    throw await withRetry(store, lease, toProvostError(error), takeCost(meter));
  }
}

/**
 * Heartbeats while `work` runs. Each heartbeat is a request to the server, so work that ends
 * within the first interval sends none.
 */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const details = context.info.heartbeatDetails as unknown;
  const timer = setInterval(
    () => context.heartbeat(progress.get(context) ?? details),
    HEARTBEAT_INTERVAL,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

const progress = new WeakMap<Context, { progressedIn: number }>();

/** Marks this attempt as having made progress, which resets the retry backoff. */
export function markProgress(): void {
  const context = Context.current();
  if (progress.has(context)) return;
  progress.set(context, { progressedIn: context.info.attempt });
  context.heartbeat(progress.get(context));
}

/**
 * A read may take hours, and slots are few. When its slice is over, the attempt ends at
 * its checkpoint, and the next attempt queues behind those already waiting.
 */
function newSlice(): () => void {
  const end = Date.now() + READ_SLICE;
  return () => {
    if (Date.now() > end) throw new ProvostError('SliceOver');
  };
}

/** Unexpected errors become `Internal` and are retried a limited number of times. */
function toProvostError(error: unknown): ProvostError {
  return error instanceof ProvostError
    ? asPassing(error)
    : new ProvostError('Internal', undefined, { cause: error });
}

/** Decides whether the failure is retried, and records the wait. @returns the failure to throw */
async function withRetry(
  store: Store,
  lease: Lease,
  error: ProvostError,
  spent: Cost,
): Promise<ProvostError> {
  const { details, cause } = error;
  if (isDoubtful(error)) return withDoubt(store, lease, error, spent);
  if (error.type === 'SliceOver')
    return new ProvostError('SliceOver', undefined, { retryAfter: 1 });
  if (!FAILURES[error.type].retried || error.type === 'LeaseLost') return error;
  // Outages before do not count: they were waited for.
  const failures = isOutage(error.type) ? 0 : await store.runs.count(lease, 'failures');
  if (failures >= MAX_ATTEMPTS_WITHOUT_PROGRESS) {
    return new ProvostError('ReadingFailed', error.message, { details, cause });
  }
  const retryAfter = clampRetryAfter(error.retryAfter, attemptsWithoutProgress(), Math.random());
  await store.runs.wait(lease, new Date(Date.now() + retryAfter), error.type, spent);
  return new ProvostError(error.type, error.message, { retryAfter, details, cause });
}

/** There was a token before. Several looks show whether there is really none any more, and why. */
async function withDoubt(
  store: Store,
  lease: Lease,
  error: ProvostError,
  spent: Cost,
): Promise<ProvostError> {
  const retryAfter = doubtDelay((await store.runs.count(lease, 'doubts')) - 1);
  if (retryAfter === null) {
    await store.runs.endDoubt(lease);
    return alarmOf(error);
  }
  await store.runs.wait(lease, new Date(Date.now() + retryAfter), 'GrantNotConfirmed', spent);
  return new ProvostError('GrantNotConfirmed', undefined, { retryAfter, details: error.details });
}

/** Attempts since the last one that made progress, including this one. */
function attemptsWithoutProgress(): number {
  const context = Context.current();
  const { attempt, heartbeatDetails } = context.info;
  if (progress.has(context)) return 1;
  const last = detailsSchema.safeParse(heartbeatDetails);
  return last.success ? Math.max(1, attempt - last.data.progressedIn) : attempt;
}
