/** Console users and organizations as the store needs them, to write to them. better-auth names the columns. */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

type PeopleTables = {
  console_users: { id: string; name: string; email: string };
  organization_members: { organizationId: string; userId: string; role: string };
  organizations: { id: string; name: string };
};

/** The same connection, or transaction, without the plugin that would translate the names of these columns. */
export const people = (db: Kysely<Database>): Kysely<Database & PeopleTables> =>
  db.withoutPlugins().withTables<PeopleTables>();
