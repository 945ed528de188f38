/** Makes the published directory equal to what a run has staged. Call it in the publishing transaction. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { RowKind } from './row-kinds.ts';
import type { Database, ReadMode } from './schema.ts';

export interface Ids {
  /** `sync_runs.number`. */
  readonly run: number;
  readonly accountId: string;
}

/**
 * How a kind of rows is published. `full`: rows that were not read are removed, except
 * items that could not be read (`spared`). If the ids of those are unknown,
 * `removeMissing` is false and only rows reported as removed are removed. `delta`: only
 * rows reported as removed are removed.
 */
export interface Rule {
  readonly read: ReadMode;
  readonly removeMissing: boolean;
  /** Ids of users, groups, sites, or groups and members. */
  readonly spared: readonly string[];
}

/** What tells the rows of a kind apart. */
type Keyed = Pick<RowKind<never>, 'name' | 'key'>;

export interface Merged {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly total: number;
}

export type Changes = Readonly<Record<RowKind<never>['name'], Merged>>;

/** Of a kind of rows that the run does not read. */
export const UNREAD: Merged = { added: 0, changed: 0, removed: 0, total: 0 };

/**
 * Adds, changes and removes only rows that differ.
 * @param wouldRemove how many rows the run removes, if already counted; 0 skips looking for them
 */
export async function merge<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: Ids,
  rule: Rule,
  wouldRemove?: number,
): Promise<Merged> {
  if (!(await hasRows(db, kind, ids.accountId))) return fill(db, kind, ids);
  const removed = wouldRemove === 0 ? 0 : await removeRows(db, kind, ids, rule);
  return {
    ...(await write(db, kind, ids)),
    removed,
    total: await totalOf(db, kind, ids.accountId),
  };
}

async function removeRows<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: Ids,
  rule: Rule,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${directoryOf(kind)} d where ${isRemoved(kind, ids, rule)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** How many rows of the directory the run would remove. */
export async function countRemoved(
  db: Kysely<Database>,
  kind: Keyed,
  ids: Ids,
  rule: Rule,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${directoryOf(kind)} d where ${isRemoved(kind, ids, rule)}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** SQL condition: the run would remove the directory row `d`. */
export function isRemoved(kind: Keyed, { run, accountId }: Ids, rule: Rule): RawBuilder<unknown> {
  const reported = rule.read === 'delta' || !rule.removeMissing;
  const staged = sql`select from ${stagedOf(kind)} s
    where s.run = ${run}::int and s.removed = ${reported} and ${same(kind)}`;
  if (reported) return sql`d.account_id = ${accountId}::uuid and exists (${staged})`;
  return sql`d.account_id = ${accountId}::uuid and not exists (${staged}) ${exceptSpared(kind, rule)}`;
}

function exceptSpared(kind: Keyed, { spared }: Rule): RawBuilder<unknown> {
  if (spared.length === 0) return sql``;
  const others = kind.key.map((key) => sql`d.${sql.ref(key)} not in (${sql.join(spared)})`);
  return sql`and ${sql.join(others, sql` and `)}`;
}

/** How many rows the account has in the directory. */
export async function totalOf(
  db: Kysely<Database>,
  kind: Keyed,
  accountId: string,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from ${directoryOf(kind)}
    where account_id = ${accountId}::uuid`.execute(db);
  return rows[0]?.total ?? 0;
}

async function hasRows<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  accountId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from ${directoryOf(kind)} where account_id = ${accountId}::uuid limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Adds all rows to an account's empty directory, in key order: an index that grows
 * at one end is much faster to build.
 */
export async function fill<T>(db: Kysely<Database>, kind: RowKind<T>, ids: Ids): Promise<Merged> {
  const { numAffectedRows } = await sql`
    insert into ${directoryOf(kind)} (account_id, ${columns(kind)})
    select distinct on (${list(kind.key)}) ${ids.accountId}::uuid, ${columns(kind)}
    from ${stagedOf(kind)} where run = ${ids.run}::int and not removed
    order by ${list(kind.key)}`.execute(db);
  const added = Number(numAffectedRows ?? 0);
  return { added, changed: 0, removed: 0, total: added };
}

/** Adds and changes rows. Deletes the stored mailbox kind of changed users, so that Microsoft is asked again. */
async function write<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  { run, accountId }: Ids,
): Promise<{ added: number; changed: number }> {
  const [ours, theirs] = ['d', 's'].map((alias) => list(kind.values, alias));
  const forgotten =
    kind.name === 'users'
      ? sql`, forgotten as (
          delete from mailboxes m using written w
          where m.account_id = ${accountId}::uuid and m.user_id = w.user_id)`
      : sql``;
  const { rows } = await sql<{ added: number; changed: number }>`
    with written as (
      insert into ${directoryOf(kind)} (account_id, ${columns(kind)})
      select distinct on (${list(kind.key, 's')}) ${accountId}::uuid, ${list([...kind.key, ...kind.values], 's')}
      from ${stagedOf(kind)} s left join ${directoryOf(kind)} d
        on d.account_id = ${accountId}::uuid and ${same(kind)}
      where s.run = ${run}::int and not s.removed
        and (d.account_id is null or (${ours}) is distinct from (${theirs}))
      order by ${list(kind.key, 's')}
      on conflict (account_id, ${list(kind.key)}) do ${update(kind)}
      returning ${list(kind.key)}, (xmax = 0) as added
    ) ${forgotten}
    select count(*) filter (where added)::int as added,
           count(*) filter (where not added)::int as changed from written`.execute(db);
  return rows[0] ?? { added: 0, changed: 0 };
}

const stagedOf = (kind: Keyed) => sql.table(`staged_${kind.name}`);
const directoryOf = (kind: Keyed) => sql.table(`directory_${kind.name}`);
const list = (names: readonly string[], alias?: string) =>
  sql.raw(names.map((name) => (alias ? `${alias}.${name}` : name)).join(', '));
const columns = <T>(kind: RowKind<T>) => list([...kind.key, ...kind.values]);
const same = (kind: Keyed) => sql.raw(kind.key.map((key) => `s.${key} = d.${key}`).join(' and '));
const update = <T>(kind: RowKind<T>) =>
  sql.raw(`update set ${kind.values.map((name) => `${name} = excluded.${name}`).join(', ')}`);
