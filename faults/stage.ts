/** The environment of a cell: the production topology, a console session, and the processes to kill. */
import { setTimeout as delay } from 'node:timers/promises';
import { openSession, type ConsoleSession } from '../test/support/console-session.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from '../test/support/production.ts';

/** Enough for many pages, so that a kill falls between two of them. */
const USERS = 300;

export interface Stage {
  readonly production: Production;
  readonly session: ConsoleSession;
  api: ServerProcess;
  worker: ServerProcess;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const production = await startProduction({ users: USERS, mail: true });
  try {
    const api = await production.startApi();
    const worker = await production.startWorker();
    const session = await openSession(production, ORGANIZATION_ID, production.administrator);
    return { production, session, api, worker, close: () => production.close() };
  } catch (error) {
    await production.close();
    throw error;
  }
}

/** How long an action is retried before the cell counts as failed. */
const PATIENCE = 120_000;
const PAUSE = 200;

/**
 * Retries the action while it fails, for up to `PATIENCE` ms.
 * @throws the last error
 */
export async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  let last: unknown = new Error(`Not finished after ${PATIENCE / 1000} s`);
  const timer = new AbortController();
  const over = delay(PATIENCE, null, { signal: timer.signal }).catch(() => null);
  try {
    while (Date.now() < end) {
      const done = attempt().then(
        (value) => ({ value }),
        (error: unknown) => {
          last = error;
          return null;
        },
      );
      const result = await Promise.race([done, over]);
      if (result !== null) return result.value;
      await delay(PAUSE);
    }
  } finally {
    timer.abort();
  }
  throw last;
}
