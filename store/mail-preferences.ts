import type { Kysely } from 'kysely';
import { type PersonalMailKind, wantedByDefault } from '../domain/mails.ts';
import { people } from './people.ts';
import type { Database } from './schema.ts';

/** Which mails console users want about an organization. */
export function createMailPreferences(db: Kysely<Database>) {
  return {
    /** Whether the person, who has this role, wants this kind. */
    async wants(
      { userId, organizationId }: { userId: string; organizationId: string },
      role: string,
      kind: PersonalMailKind,
    ): Promise<boolean> {
      const row = await db
        .selectFrom('mailPreferences')
        .select('wanted')
        .where('userId', '=', userId)
        .where('organizationId', '=', organizationId)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return row?.wanted ?? wantedByDefault(role);
    },

    /** Keeps what the person chose. */
    async set(
      { userId, organizationId }: { userId: string; organizationId: string },
      kind: PersonalMailKind,
      wanted: boolean,
    ): Promise<void> {
      await db
        .insertInto('mailPreferences')
        .values({ userId, organizationId, kind, wanted })
        .onConflict((conflict) =>
          conflict.columns(['userId', 'organizationId', 'kind']).doUpdateSet({ wanted }),
        )
        .execute();
    },

    /** The members of the organization who want this kind. */
    async whoWants(organizationId: string, kind: PersonalMailKind): Promise<string[]> {
      const members = await people(db)
        .selectFrom('organization_members')
        .select(['userId', 'role'])
        .where('organizationId', '=', organizationId)
        .orderBy('userId')
        .execute();
      const wanting: string[] = [];
      for (const { userId, role } of members) {
        if (await this.wants({ userId, organizationId }, role, kind)) wanting.push(userId);
      }
      return wanting;
    },
  };
}
