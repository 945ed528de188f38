import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/schema.ts';
import { type Role, ROLES } from './roles.ts';
import { withConsoleTables } from './tables.ts';

/** An organization as one of its members sees it. */
interface OwnOrganization {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** A role of another vocabulary is none at all. */
const roleSchema = z.enum(ROLES).nullable().catch(null);

export type Memberships = ReturnType<typeof createMemberships>;

/** Who belongs where, read anew each time: who was removed a moment ago is refused now. */
export function createMemberships(database: Kysely<Database>) {
  const members = withConsoleTables(database).selectFrom('organization_members');
  return {
    /** The person's role in the organization, null for who is no member. */
    async membershipOf(userId: string, organizationId: string): Promise<Role | null> {
      const member = await members
        .select('role')
        .where('userId', '=', userId)
        .where('organizationId', '=', organizationId)
        .executeTakeFirst();
      return roleSchema.parse(member?.role ?? null);
    },

    /** The organization's name, null for one that there is not. */
    async organizationName(organizationId: string): Promise<string | null> {
      const row = await withConsoleTables(database)
        .selectFrom('organizations')
        .select('name')
        .where('id', '=', organizationId)
        .executeTakeFirst();
      return row?.name ?? null;
    },

    /** The person's organizations, the one joined first at the front. */
    async organizationsOf(userId: string): Promise<OwnOrganization[]> {
      const rows = await members
        .innerJoin('organizations', 'organizations.id', 'organization_members.organizationId')
        .select(['organizations.id', 'organizations.name', 'organization_members.role'])
        .where('organization_members.userId', '=', userId)
        .orderBy('organization_members.createdAt')
        .orderBy('organization_members.id')
        .execute();
      return rows.flatMap(({ id, name, role: text }) => {
        const role = roleSchema.parse(text);
        return role ? [{ id, name, role }] : [];
      });
    },
  };
}
