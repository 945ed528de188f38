/** Selected users that Microsoft does not find. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAILURES, ProvostError } from '../domain/failures.ts';
import { TARGET_LOOK_DELAYS } from '../domain/limits.ts';
import type { Graph } from '../microsoft/graph.ts';
import type { Store } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import { createDirectoryActivities } from './directory.ts';
import { listedUser, newSynchronization, openStore, publish, QUIET } from './reading.fixture.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openStore());
});
afterAll(() => close());

/** Attempts to read a user who is missing in the first answers. @returns the failures */
async function attemptsFor(synchronization: ReturnType<typeof newSynchronization>, stale: number) {
  const id = randomUUID();
  let answers = 0;
  const graph: Partial<Graph> = {
    async usersById() {
      answers += 1;
      return answers <= stale
        ? { users: [], unknown: [id] }
        : { users: [listedUser(id)], unknown: [] };
    },
  };
  const { synchronizeTargets } = createDirectoryActivities({ store, graph } as Dependencies);
  const failures: ProvostError[] = [];
  for (let ended = false; !ended;) {
    ended = await new MockActivityEnvironment({}, QUIET)
      .run(() => synchronizeTargets({ ...synchronization, userIds: [id] }))
      .then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof ProvostError)) throw error;
          failures.push(error);
          return !FAILURES[error.type].retried;
        },
      );
  }
  return failures.map(({ type, retryAfter }) => ({ type, retryAfter }));
}

const LOOKS = TARGET_LOOK_DELAYS.map((retryAfter) => ({ type: 'TargetsNotFound', retryAfter }));

test('a selected user whom a stale answer lacks is asked for again, and nobody is told', async () => {
  const synchronization = newSynchronization({ method: 'selected' });
  expect(await attemptsFor(synchronization, LOOKS.length)).toEqual(LOOKS);
  expect(await publish(store, synchronization)).toMatchObject({ users: 1, skipped: 0 });
});

test('a selected user who is missing for more than a minute must be chosen again', async () => {
  const failures = await attemptsFor(newSynchronization({ method: 'selected' }), Infinity);
  expect(failures).toEqual([...LOOKS, { type: 'TargetsUnknown', retryAfter: null }]);
  const waited = failures.reduce((sum, { retryAfter }) => sum + (retryAfter ?? 0), 0);
  expect(waited).toBeGreaterThan(60_000);
});
