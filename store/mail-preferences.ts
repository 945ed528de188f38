import type { Kysely } from 'kysely';
import { PERSONAL_MAIL_KINDS, type PersonalMailKind, wantedByDefault } from '../domain/mails.ts';
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

    /** Of each kind, whether the person, who has this role, wants it. */
    async kindsOf(
      { userId, organizationId }: { userId: string; organizationId: string },
      role: string,
    ): Promise<{ kind: PersonalMailKind; wanted: boolean }[]> {
      const rows = await db
        .selectFrom('mailPreferences')
        .select(['kind', 'wanted'])
        .where('userId', '=', userId)
        .where('organizationId', '=', organizationId)
        .execute();
      const chosen = new Map(rows.map(({ kind, wanted }) => [kind, wanted]));
      return PERSONAL_MAIL_KINDS.map((kind) => ({
        kind,
        wanted: chosen.get(kind) ?? wantedByDefault(role),
      }));
    },

    /** The members of the organization who want this kind. */
    async whoWants(organizationId: string, kind: PersonalMailKind): Promise<string[]> {
      const members = await people(db)
        .selectFrom('organization_members')
        .select(['userId', 'role'])
        .where('organizationId', '=', organizationId)
        .orderBy('userId')
        .execute();
      const rows = await db
        .selectFrom('mailPreferences')
        .select(['userId', 'wanted'])
        .where('organizationId', '=', organizationId)
        .where('kind', '=', kind)
        .execute();
      const chosen = new Map(rows.map(({ userId, wanted }) => [userId, wanted]));
      return members
        .filter(({ userId, role }) => chosen.get(userId) ?? wantedByDefault(role))
        .map(({ userId }) => userId);
    },
  };
}
