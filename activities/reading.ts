import { setMaxListeners } from 'node:events';
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { FAILURES, ProvostError } from '../domain/failures.ts';
import { clampRetryAfter, MAX_ATTEMPTS_IN_VAIN, READING_SLICE } from '../domain/limits.ts';
import { createMeter } from '../microsoft/graph.ts';
import type { Lease, Spent } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { Run } from './directory.ts';
import { createPageWriter, takeSpent } from './page-writer.ts';
import type { Reader } from './reader.ts';

/** Below the heartbeat time-out by far, and often enough that a cancellation is heard within a second. */
const HEARTBEAT_INTERVAL = 500;

const detailsSchema = z.object({ progressedIn: z.number() });

/**
 * One attempt at reading into a run: opens it, takes its lease, heartbeats,
 * and turns what Microsoft does to us into a wait that the console shows.
 */
export async function reading(
  { store, graph, userRows }: Pick<Dependencies, 'store' | 'graph' | 'userRows'>,
  run: Run,
  work: (reader: Reader) => Promise<void>,
): Promise<void> {
  await store.runs.begin(run);
  const lease = await store.runs.lease(run.runId, 'users');
  const meter = createMeter();
  try {
    await alive(async () => {
      const record = await store.runs.byId(run.runId);
      if (record === null) throw new ProvostError('LeaseLost');
      const writer = createPageWriter({ store, lease, meter }, progressed);
      const signal = Context.current().cancellationSignal;
      // Each lane listens to it, and none is forgotten.
      setMaxListeners(0, signal);
      const at = { tenantId: run.tenantId, signal, meter };
      // What was read before a failure is stored before it is told.
      const reader = {
        store,
        graph,
        userRows,
        run,
        record,
        lease,
        writer,
        at,
        yieldWhenOver: newSlice(),
      };
      try {
        await work(reader);
      } finally {
        await writer.flush();
      }
    });
  } catch (error) {
    if (Context.current().cancellationSignal.aborted) throw error;
    throw await waiting(store, lease, known(error), takeSpent(meter));
  }
}

/**
 * Heartbeats while some work goes on. Each is a request that the server keeps, so work that is over
 * sooner than anybody could wait for a cancellation sends none.
 */
export async function alive<T>(work: () => Promise<T>): Promise<T> {
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

/** Notes that this attempt has stored something: the pauses between attempts begin small again. */
export function progressed(): void {
  const context = Context.current();
  if (progress.has(context)) return;
  progress.set(context, { progressedIn: context.info.attempt });
  context.heartbeat(progress.get(context));
}

/**
 * A reading may take hours, and slots are few. One that has had its time ends
 * its attempt where it stands; the next one waits behind whoever came meanwhile.
 */
function newSlice(): () => void {
  const end = Date.now() + READING_SLICE;
  return () => {
    if (Date.now() > end) throw new ProvostError('SliceOver');
  };
}

/** A defect of ours is waited for like an answer that cannot be understood: not for ever. */
function known(error: unknown): ProvostError {
  return error instanceof ProvostError
    ? error
    : new ProvostError('Internal', undefined, { cause: error });
}

async function waiting(
  store: Store,
  lease: Lease,
  error: ProvostError,
  spent: Spent,
): Promise<ProvostError> {
  const { details, cause } = error;
  // No token to be had, where there was one: the consent is gone, with the application or without.
  if (error.type === 'GrantNotVisible') {
    return new ProvostError('ConsentRevoked', undefined, { details, cause });
  }
  if (error.type === 'SliceOver')
    return new ProvostError('SliceOver', undefined, { retryAfter: 1 });
  if (!FAILURES[error.type].retried || error.type === 'LeaseLost') return error;
  const patient = error.type === 'MicrosoftThrottled' || error.type === 'MicrosoftUnavailable';
  if (!patient && attemptsInVain() >= MAX_ATTEMPTS_IN_VAIN) {
    return new ProvostError('ReadingFailed', error.message, { details, cause });
  }
  const retryAfter = clampRetryAfter(error.retryAfter, attemptsInVain(), Math.random());
  await store.runs.wait(lease, new Date(Date.now() + retryAfter), error.type, spent);
  return new ProvostError(error.type, error.message, { retryAfter, details, cause });
}

/** Attempts since the last one that stored something, this one included. */
function attemptsInVain(): number {
  const context = Context.current();
  const { attempt, heartbeatDetails } = context.info;
  if (progress.has(context)) return 1;
  const last = detailsSchema.safeParse(heartbeatDetails);
  return last.success ? Math.max(1, attempt - last.data.progressedIn) : attempt;
}
