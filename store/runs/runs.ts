import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createCounters } from './counters.ts';
import { createHistory } from './history.ts';
import { createLeases } from './lease.ts';
import { createStaged } from './staged.ts';

/** Synchronization runs. `createDirectory` publishes them. */
export const createRuns = (db: Kysely<Database>) => ({
  ...createHistory(db),
  ...createLeases(db),
  ...createCheckpoints(db),
  ...createCounters(db),
  ...createStaged(db),
});
