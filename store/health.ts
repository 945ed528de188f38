import { type Kysely, sql } from 'kysely';
import type { HealthLook, HealthState } from '../domain/health.ts';
import { announce } from './change-feed.ts';
import { refuseRemoved } from './refuse-removed.ts';
import type { Database } from './schema.ts';

/** The last check of an account. */
export interface AccountHealth {
  readonly state: HealthState;
  /** Since when it is in this state. */
  readonly since: Date;
  /** Null before the first check: the provisioning has just proven everything. */
  readonly checkedAt: Date | null;
  /** Null while the account needs attention: other checks take over then. */
  readonly nextCheckAt: Date | null;
  readonly looks: readonly HealthLook[];
  /** How often a check had been requested. */
  readonly requests: number;
}

/** A check to record. Since when the state lasts follows from the checks before. */
export interface HealthCheck extends Omit<AccountHealth, 'since'> {
  /** What was found, as text that is equal when the same is found again; null for nothing. */
  readonly finding: string | null;
}

/** What health checks have seen. */
export function createHealth(db: Kysely<Database>) {
  return {
    /** How many checks in a row have found this, without the present one. */
    async looksBefore(accountId: string, finding: string): Promise<number> {
      const row = await db
        .selectFrom('accountHealth')
        .select('findingLooks')
        .where('accountId', '=', accountId)
        .where('finding', '=', finding)
        .executeTakeFirst();
      return row?.findingLooks ?? 0;
    },

    /** @throws ProvostError WrongState if the account is being removed. */
    record: (
      { accountId, organizationId }: { accountId: string; organizationId: string },
      { looks, ...check }: HealthCheck,
    ): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, accountId);
        const row = { ...check, looks: JSON.stringify(looks) };
        const since = check.checkedAt ?? new Date();
        await trx
          .insertInto('accountHealth')
          .values({ ...row, accountId, organizationId, since, findingLooks: 1 })
          .onConflict((conflict) =>
            conflict.column('accountId').doUpdateSet({
              ...row,
              since: sql`case when account_health.state = excluded.state
                then account_health.since else excluded.since end`,
              findingLooks: sql`case when account_health.finding = excluded.finding
                then account_health.finding_looks + 1 else 1 end`,
            }),
          )
          .execute();
        await announce(trx, { organizationId, topic: 'account' });
      }),

    /** The last check, or null before the first. */
    async of(accountId: string): Promise<AccountHealth | null> {
      const row = await db
        .selectFrom('accountHealth')
        .select(['state', 'since', 'checkedAt', 'nextCheckAt', 'looks', 'requests'])
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return row ?? null;
    },

    /** How many organizations have accounts about which nothing is known since `before`. */
    async unknownSince(before: Date): Promise<number> {
      const { count } = await db
        .selectFrom('accountHealth')
        .select(sql<string>`count(distinct organization_id)`.as('count'))
        .where('state', '=', 'unknown')
        .where('since', '<=', before)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async delete(accountId: string): Promise<void> {
      await db.deleteFrom('accountHealth').where('accountId', '=', accountId).execute();
    },
  };
}
