/** When a run may be published, and which rows it removes. */
import { type Kysely, sql } from 'kysely';
import type { Method } from '../domain/account.ts';
import type { SkippedItem } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Rule } from './merge.ts';
import { ROW_KINDS } from './row-kinds.ts';
import type { Database, ReadMode, SyncRun, SyncStream } from './schema.ts';
import { settle } from './staging.ts';

export type Rules =
  | {
      readonly of: 'users';
      readonly users: Rule;
      readonly groups: Rule;
      readonly memberships: Rule;
    }
  | { readonly of: 'sites'; readonly sites: Rule };

/** An item that could not be read must not count as removed. */
export function rulesOf(run: SyncRun): Rules {
  const { skippedItems, skipped, licensed } = run;
  const ruleOf = (read: ReadMode, ...kinds: SkippedItem['kind'][]): Rule => {
    const items = skippedItems.filter(({ kind }) => kinds.includes(kind));
    const spared = items.flatMap(({ id }) => id ?? []);
    const known = spared.length === items.length && skippedItems.length === skipped;
    return { read, removeMissing: known && licensed, spared };
  };
  const modes = readModesOf(run);
  if (modes.of === 'sites') return { of: 'sites', sites: ruleOf(modes.sites, 'site') };
  return {
    of: 'users',
    users: ruleOf(modes.users, 'user'),
    groups: ruleOf(modes.groups, 'group'),
    // Memberships whose group, member or list of members could not be read.
    memberships: ruleOf(modes.groups, 'group', 'member', 'members'),
  };
}

type ReadModes =
  | { readonly of: 'users'; readonly users: ReadMode; readonly groups: ReadMode }
  | { readonly of: 'sites'; readonly sites: ReadMode };

/** A run reads either users and groups, or sites. */
function readModesOf({ usersRead, groupsRead, sitesRead }: SyncRun): ReadModes {
  if (sitesRead !== null) return { of: 'sites', sites: sitesRead };
  if (usersRead === null || groupsRead === null) throw new Error('A run must read something');
  return { of: 'users', users: usersRead, groups: groupsRead };
}

/** Streams that must have been read to their end before a run may be published. */
function requiredStreams(run: SyncRun): readonly SyncStream[] {
  if (run.method === ('selected' satisfies Method)) return ['targets'];
  const modes = readModesOf(run);
  if (modes.of === 'sites')
    return modes.sites === 'full' ? ['sites', 'siteChanges'] : ['siteChanges'];
  const users: SyncStream[] = modes.users === 'full' ? ['users'] : [];
  const groups: SyncStream[] = modes.groups === 'full' ? ['groups', 'memberships'] : [];
  return [...users, 'userChanges', ...groups, 'groupChanges'];
}

/** @throws ProvostError IncompleteRun */
export async function requireComplete(db: Kysely<Database>, run: SyncRun): Promise<void> {
  const rows = await db
    .selectFrom('syncStreams')
    .select(['stream', ({ fn }) => fn<boolean>('bool_and', ['done']).as('done')])
    .where('runId', '=', run.runId)
    .groupBy('stream')
    .execute();
  const missing = requiredStreams(run).filter(
    (stream) => !rows.some((row) => row.stream === stream && row.done),
  );
  if (missing.length > 0) {
    throw new ProvostError('IncompleteRun', undefined, { details: { missing } });
  }
}

/** Keeps only the newest staged row per id. Does nothing if only lists were staged. */
export async function settleRun(db: Kysely<Database>, run: SyncRun): Promise<void> {
  if (!(await hasChanges(db, run.runId))) return;
  // PostgreSQL has no statistics for the staged rows and would compare every pair in a nested loop.
  await sql`set local enable_nestloop = off`.execute(db);
  for (const kind of ROW_KINDS) await settle(db, kind, run.number);
  await sql`set local enable_nestloop = on`.execute(db);
}

async function hasChanges(db: Kysely<Database>, runId: string): Promise<boolean> {
  const row = await db
    .selectFrom('syncStreams')
    .select('runId')
    .where('runId', '=', runId)
    .where('stream', 'in', ['userChanges', 'groupChanges', 'siteChanges'])
    .where('items', '>', 0)
    .executeTakeFirst();
  return row !== undefined;
}
