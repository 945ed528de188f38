import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Columns are snake_case in the database and camelCase in the code. Text of `sql` is sent as it is written;
 * names in it are snake_case, but its rows are returned with camelCase keys. Keys inside JSON are left alone.
 */
export const kyselyOf = (pool: PostgresPool): Kysely<Database> =>
  new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
