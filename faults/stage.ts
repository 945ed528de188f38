/** What a cell of the matrix is played on: the production topology, a person at the console, and what may be killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { sitDown, type Desk } from '../test/support/consent-desk.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from '../test/support/production.ts';

/** Pages of users that are many, so that a kill falls between two of them. */
const USERS = 300;

export interface Stage {
  readonly production: Production;
  readonly desk: Desk;
  api: ServerProcess;
  worker: ServerProcess;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const production = await startProduction({ users: USERS });
  try {
    const api = await production.startApi();
    const worker = await production.startWorker();
    const desk = await sitDown(production, ORGANIZATION_ID, production.administrator);
    return { production, desk, api, worker, close: () => production.close() };
  } catch (error) {
    await production.close();
    throw error;
  }
}

/** How long a person goes on trying before a cell counts as not survived. */
const PATIENCE = 120_000;
const PAUSE = 200;

/**
 * Does it as a person would, who tries again when something is not there.
 * @throws Error with what it failed with last, when patience is at its end
 */
export async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  let last: unknown = new Error('It did not come to an end');
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
