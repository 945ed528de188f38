/** A second account with the same published directory, without reading it again. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Service } from '../../domain/services/services.ts';
import type { Database } from '../../store/schema.ts';

/** What a later run finds of the one before. */
const TABLES = [
  'sync_runs',
  'directory_users',
  'directory_groups',
  'directory_memberships',
  'directory_sites',
  'directory_cursors',
  'mailboxes',
  'parked_memberships',
] as const;

export interface AccountIds {
  readonly accountId: string;
  readonly organizationId: string;
  readonly service: Service;
}

export const newAccount = (service: Service = 'exchange-online'): AccountIds => ({
  accountId: randomUUID(),
  organizationId: randomUUID(),
  service,
});

export async function copiedAccount(
  db: Kysely<Database>,
  { accountId, service }: AccountIds,
): Promise<AccountIds> {
  const account = newAccount(service);
  for (const name of TABLES) {
    const columns = await columnsOf(db, name);
    const names = columns.map((column) => sql.ref(column));
    const values = columns.map((column) => NEW[column] ?? sql.ref(column));
    await sql`
      insert into ${sql.table(name)} (account_id, ${sql.join(names)})
      select ${account.accountId}, ${sql.join(values)} from ${sql.table(name)}
      where account_id = ${accountId}
    `.execute(db);
  }
  return account;
}

/** What must not be copied. */
const NEW: Readonly<Record<string, RawBuilder<string>>> = { run_id: sql`gen_random_uuid()` };

const known = new Map<string, Promise<string[]>>();

/** All but the account, and those that the database computes. */
function columnsOf(db: Kysely<Database>, table: string): Promise<string[]> {
  const read = async () => {
    const { rows } = await sql<{ name: string }>`
      select column_name as name from information_schema.columns
      where table_name = ${table} and column_name <> 'account_id'
        and is_generated = 'NEVER' and is_identity = 'NO'
    `.execute(db);
    return rows.map(({ name }) => name);
  };
  const columns = known.get(table) ?? read();
  known.set(table, columns);
  return columns;
}
