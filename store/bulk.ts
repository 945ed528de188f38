/** Many rows in one statement, in a form that PostgreSQL and PGlite both take: one JSON text. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DirectoryGroup, DirectoryUser, Membership } from '../domain/directory.ts';
import type { Database } from './schema.ts';

/** How a kind of row is kept: in `staged_…` by run and in `directory_…` by account. */
export interface RowKind<T> {
  readonly name: 'users' | 'groups' | 'memberships';
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  toRow(item: T): Record<string, unknown>;
}

export const USERS: RowKind<DirectoryUser> = {
  name: 'users',
  columns: {
    user_id: 'uuid',
    user_principal_name: 'text',
    display_name: 'text',
    mail: 'text',
    account_enabled: 'boolean',
    guest: 'boolean',
    mailbox: 'boolean',
    proxy_addresses: 'text[]',
  },
  key: ['user_id'],
  toRow: (user) => ({
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    display_name: user.displayName,
    mail: user.mail,
    account_enabled: user.accountEnabled,
    guest: user.guest,
    mailbox: user.mailbox,
    proxy_addresses: user.proxyAddresses,
  }),
};

export const GROUPS: RowKind<DirectoryGroup> = {
  name: 'groups',
  columns: { group_id: 'uuid', display_name: 'text', mail: 'text' },
  key: ['group_id'],
  toRow: (group) => ({
    group_id: group.id,
    display_name: group.displayName,
    mail: group.mail,
  }),
};

export const MEMBERSHIPS: RowKind<Membership> = {
  name: 'memberships',
  columns: { group_id: 'uuid', member_id: 'uuid', member_kind: 'text' },
  key: ['group_id', 'member_id'],
  toRow: (membership) => ({
    group_id: membership.groupId,
    member_id: membership.memberId,
    member_kind: membership.memberKind,
  }),
};

/** Puts items into the staging of a run; an item that is there already is replaced. */
export async function stage<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  runId: string,
  items: readonly T[],
): Promise<void> {
  if (items.length === 0) return;
  const table = sql.table(`staged_${kind.name}`);
  await sql`
    insert into ${table} (run_id, ${columnList(kind)})
    select ${runId}::uuid, ${columnList(kind)} from ${recordset(kind, items)}
    on conflict (run_id, ${list(kind.key)}) do ${updateOf(kind)}`.execute(db);
}

/** Takes items out of the staging of a run, by key. */
export async function unstage<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  runId: string,
  items: readonly Record<string, string>[],
): Promise<void> {
  if (items.length === 0) return;
  const table = sql.table(`staged_${kind.name}`);
  const keys = Object.keys(items[0] ?? {});
  const types = sql.raw(keys.map((key) => `${key} uuid`).join(', '));
  const match = sql.raw(keys.map((key) => `s.${key} = x.${key}`).join(' and '));
  await sql`
    delete from ${table} s using jsonb_to_recordset(${toJson(items)}::text::jsonb) as x(${types})
    where s.run_id = ${runId}::uuid and ${match}`.execute(db);
}

/**
 * Makes the account's directory equal to what the run staged, touching only
 * rows that differ, or adds to it only, where something could not be read.
 * To be called in the transaction that publishes.
 */
export async function merge<T>(
  db: Kysely<Database>,
  kind: RowKind<T>,
  ids: { runId: string; accountId: string },
  { removeMissing }: { removeMissing: boolean },
): Promise<{ added: number; changed: number; removed: number; total: number }> {
  const staged = sql.table(`staged_${kind.name}`);
  const directory = sql.table(`directory_${kind.name}`);
  const same = sql.raw(kind.key.map((key) => `s.${key} = d.${key}`).join(' and '));
  const { rows: written } = await sql<{ added: number; changed: number }>`
    with written as (
      insert into ${directory} as d (account_id, ${columnList(kind)})
      select ${ids.accountId}::uuid, ${columnList(kind)} from ${staged} where run_id = ${ids.runId}::uuid
      on conflict (account_id, ${list(kind.key)}) do ${updateOf(kind)} ${whereDifferent(kind)}
      returning (xmax = 0) as added
    )
    select count(*) filter (where added)::int as added,
           count(*) filter (where not added)::int as changed from written`.execute(db);
  const { numAffectedRows } = await sql`
    delete from ${directory} d where ${removeMissing} and account_id = ${ids.accountId}::uuid and not exists (
      select from ${staged} s where s.run_id = ${ids.runId}::uuid and ${same})`.execute(db);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from ${directory} where account_id = ${ids.accountId}::uuid`.execute(
    db,
  );
  return {
    added: written[0]?.added ?? 0,
    changed: written[0]?.changed ?? 0,
    removed: Number(numAffectedRows ?? 0),
    total: counted[0]?.total ?? 0,
  };
}

function recordset<T>(kind: RowKind<T>, items: readonly T[]): RawBuilder<unknown> {
  // A list may repeat an item, and one statement may not touch a row twice: the last one counts.
  const rows = new Map(
    items.map((item) => {
      const row = kind.toRow(item);
      return [kind.key.map((key) => row[key]).join(' '), row];
    }),
  );
  const types = Object.entries(kind.columns).map(([column, type]) => `${column} ${type}`);
  return sql`jsonb_to_recordset(${toJson([...rows.values()])}::text::jsonb) as x(${sql.raw(types.join(', '))})`;
}

/** PostgreSQL's text cannot hold U+0000, and one such name must not stop a synchronization. */
function toJson(rows: readonly unknown[]): string {
  const json = JSON.stringify(rows);
  if (!json.includes('\\u0000')) return json;
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  );
}

const list = (columns: readonly string[]) => sql.raw(columns.join(', '));
const columnList = <T>(kind: RowKind<T>) => list(Object.keys(kind.columns));
const valueColumns = <T>(kind: RowKind<T>) =>
  Object.keys(kind.columns).filter((column) => !kind.key.includes(column));

function updateOf<T>(kind: RowKind<T>): RawBuilder<unknown> {
  const sets = valueColumns(kind).map((column) => `${column} = excluded.${column}`);
  return sql.raw(`update set ${sets.join(', ')}`);
}

function whereDifferent<T>(kind: RowKind<T>): RawBuilder<unknown> {
  const columns = valueColumns(kind);
  const ours = columns.map((column) => `d.${column}`).join(', ');
  const theirs = columns.map((column) => `excluded.${column}`).join(', ');
  return sql.raw(`where (${ours}) is distinct from (${theirs})`);
}
