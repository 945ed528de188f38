/** Making the published directory equal to what a run has staged. To be called in the transaction that publishes. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { RowKind } from './row-kinds.ts';
import type { Database, ReadMode } from './schema.ts';

export interface Ids {
  /** Its number. */
  readonly run: number;
  readonly accountId: string;
}

/**
 * How a kind is published. `full`: whoever was not read is gone, but for those
 * whose items made no sense (`spared`), and unless it is not known who they are
 * (`removeMissing`). `delta`: those are gone of whom it was said.
 */
export interface Rule {
  readonly read: ReadMode;
  readonly removeMissing: boolean;
  /** Ids of users, groups, or groups and members. */
  readonly spared: readonly string[];
}

export interface Merged {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly total: number;
}

export type Changes = Readonly<Record<'users' | 'groups' | 'memberships', Merged>>;

/**
 * Adds, changes and removes what differs, and touches nothing else.
 * @param going how many the run removes, where they were counted: none are not looked for again
 */
export async function merge<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: Ids,
  rule: Rule,
  going?: number,
): Promise<Merged> {
  if (!(await hasRows(db, kind, ids.accountId))) return fill(db, kind, ids);
  const removed = going === 0 ? 0 : await removeGoing(db, kind, ids, rule);
  return {
    ...(await write(db, kind, ids)),
    removed,
    total: await totalOf(db, kind, ids.accountId),
  };
}

async function removeGoing<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: Ids,
  rule: Rule,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${directoryOf(kind)} d where ${goes(kind, ids, rule)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** How many rows of the directory the run would remove. */
export async function countGoing<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: Ids,
  rule: Rule,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${directoryOf(kind)} d where ${goes(kind, ids, rule)}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** True for a row `d` of the directory that the run would remove. */
export function goes<T>(
  kind: RowKind<T>,
  { run, accountId }: Ids,
  rule: Rule,
): RawBuilder<unknown> {
  const told = rule.read === 'delta' || !rule.removeMissing;
  const staged = sql`select from ${stagedOf(kind)} s
    where s.run = ${run}::int and s.removed = ${told} and ${same(kind)}`;
  if (told) return sql`d.account_id = ${accountId}::uuid and exists (${staged})`;
  return sql`d.account_id = ${accountId}::uuid and not exists (${staged}) ${butFor(kind, rule)}`;
}

function butFor<T>(kind: RowKind<T>, { spared }: Rule): RawBuilder<unknown> {
  if (spared.length === 0) return sql``;
  const ids = `{${spared.join(',')}}`;
  const others = kind.key.map((key) => sql`d.${sql.ref(key)} <> all (${ids}::uuid[])`);
  return sql`and ${sql.join(others, sql` and `)}`;
}

/** How many rows the account has. */
export async function totalOf<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
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
 * Adds everything where the account has nothing, in the order of the key: an
 * index that grows at one end grows much faster.
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

/** What Microsoft said of a mailbox is asked again of whoever changed. */
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

const stagedOf = <T>(kind: RowKind<T>) => sql.table(`staged_${kind.name}`);
const directoryOf = <T>(kind: RowKind<T>) => sql.table(`directory_${kind.name}`);
const list = (names: readonly string[], alias?: string) =>
  sql.raw(names.map((name) => (alias ? `${alias}.${name}` : name)).join(', '));
const columns = <T>(kind: RowKind<T>) => list([...kind.key, ...kind.values]);
const same = <T>(kind: RowKind<T>) =>
  sql.raw(kind.key.map((key) => `s.${key} = d.${key}`).join(' and '));
const update = <T>(kind: RowKind<T>) =>
  sql.raw(`update set ${kind.values.map((name) => `${name} = excluded.${name}`).join(', ')}`);
