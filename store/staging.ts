/** What a run has read and not yet published: a log per run, in which the newest row per id counts. */
import { type Kysely, sql } from 'kysely';
import type {
  DirectoryGroup,
  DirectorySite,
  DirectoryUser,
  Membership,
} from '../domain/directory.ts';
import { copyInto } from './copy.ts';
import { GROUPS, MEMBERSHIPS, type RowKind, SITES, USERS } from './row-kinds.ts';
import { removedLinesOf, rowsOf, type StagedRows } from './rows.ts';
import type { Database } from './schema.ts';

/** The directory items of one page. */
export interface StagedItems {
  /** If an id is staged more than once, the row with the highest step counts. Lists have step 0, changes more. */
  readonly step: number;
  readonly users?: readonly DirectoryUser[] | StagedRows;
  readonly groups?: readonly DirectoryGroup[];
  readonly memberships?: readonly Membership[];
  readonly sites?: readonly DirectorySite[];
  readonly removedUserIds?: readonly string[];
  readonly removedGroupIds?: readonly string[];
  readonly removedMemberships?: readonly Membership[];
  readonly removedSiteIds?: readonly string[];
}

/** Appends pages to the run's logs. */
export async function stage(
  db: Kysely<Database>,
  run: number,
  pages: readonly StagedItems[],
): Promise<void> {
  await stageKind(db, run, USERS, pages, (page) => ({
    items: page.users ?? [],
    removed: (page.removedUserIds ?? []).map((id) => [id]),
  }));
  await stageKind(db, run, GROUPS, pages, (page) => ({
    items: page.groups ?? [],
    removed: (page.removedGroupIds ?? []).map((id) => [id]),
  }));
  await stageKind(db, run, MEMBERSHIPS, pages, (page) => ({
    items: page.memberships ?? [],
    removed: (page.removedMemberships ?? []).map(({ groupId, memberId }) => [groupId, memberId]),
  }));
  await stageKind(db, run, SITES, pages, (page) => ({
    items: page.sites ?? [],
    removed: (page.removedSiteIds ?? []).map((id) => [id]),
  }));
}

async function stageKind<T>(
  db: Kysely<Database>,
  run: number,
  kind: RowKind<T>,
  pages: readonly StagedItems[],
  partOf: (page: StagedItems) => {
    items: readonly T[] | StagedRows;
    removed: readonly (readonly string[])[];
  },
): Promise<void> {
  const lines = pages.flatMap((page) => {
    const { items, removed } = partOf(page);
    const at = { run, step: page.step };
    const staged = 'lines' in items ? items : rowsOf(kind, at, items);
    return [staged.lines, removedLinesOf(kind, at, removed)];
  });
  const columns = ['run', 'step', 'removed', ...kind.key, ...kind.values];
  await copyInto(db, `staged_${kind.name}`, columns, lines);
}

/** Deletes a run's staged rows and checkpoints. */
export async function dropStaging(db: Kysely<Database>, runId: string): Promise<void> {
  const run = sql`(select number from sync_runs where run_id = ${runId}::uuid)`;
  await sql`
    with users as (delete from staged_users where run = ${run}),
         groups as (delete from staged_groups where run = ${run}),
         memberships as (delete from staged_memberships where run = ${run}),
         sites as (delete from staged_sites where run = ${run})
    delete from sync_streams where run_id = ${runId}::uuid`.execute(db);
}

/** Ended runs of an account that still have checkpoints or staged rows. */
export async function endedRunsInStaging(
  db: Kysely<Database>,
  accountId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('syncStreams')
    .innerJoin('syncRuns', 'syncRuns.runId', 'syncStreams.runId')
    .select('syncRuns.runId')
    .distinct()
    .where('syncRuns.accountId', '=', accountId)
    .where('syncRuns.outcome', '<>', 'running')
    .execute();
  return rows.map(({ runId }) => runId);
}

/**
 * Keeps only the rows with the highest step per id, if changes were staged.
 * Duplicates within a step may remain.
 */
export async function settle(
  db: Kysely<Database>,
  kind: Pick<RowKind<never>, 'name' | 'key'>,
  run: number,
): Promise<void> {
  const table = sql.table(`staged_${kind.name}`);
  const same = sql.raw(kind.key.map((key) => `l.${key} = s.${key}`).join(' and '));
  await sql`
    delete from ${table} s using ${table} l
    where s.run = ${run}::int and l.run = ${run}::int and l.step > 0
      and ${same} and l.step > s.step`.execute(db);
}
