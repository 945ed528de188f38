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

export function createPeople(db: Kysely<Database>) {
  return {
    /** A member of the organization, or null. */
    async member(userId: string, organizationId: string) {
      const member = await people(db)
        .selectFrom('organization_members')
        .innerJoin('console_users', 'console_users.id', 'organization_members.userId')
        .select(['console_users.email', 'console_users.name', 'organization_members.role'])
        .where('organization_members.userId', '=', userId)
        .where('organization_members.organizationId', '=', organizationId)
        .executeTakeFirst();
      return member ?? null;
    },

    /** The organization's name, or null if it does not exist. */
    async organizationName(organizationId: string): Promise<string | null> {
      const row = await people(db)
        .selectFrom('organizations')
        .select('name')
        .where('id', '=', organizationId)
        .executeTakeFirst();
      return row?.name ?? null;
    },
  };
}
