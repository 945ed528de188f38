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

/** An unknown role counts as no role. */
const roleSchema = z.enum(ROLES).nullable().catch(null);

export type Memberships = ReturnType<typeof createMemberships>;

/** Memberships, read from the database each time, so that a removal takes effect on the next request. */
export function createMemberships(database: Kysely<Database>) {
  const members = withConsoleTables(database).selectFrom('organization_members');
  return {
    /** The person's role in the organization, or null if not a member. */
    async membershipOf(userId: string, organizationId: string): Promise<Role | null> {
      const member = await members
        .select('role')
        .where('userId', '=', userId)
        .where('organizationId', '=', organizationId)
        .executeTakeFirst();
      return roleSchema.parse(member?.role ?? null);
    },

    /** The person's organizations, in the order in which they were joined. */
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
