import type { Kysely } from 'kysely';
import { refuseRemoved } from './refuse-removed.ts';
import type { Database } from './schema.ts';

/**
 * Addresses of users that an account must show and that its history must not contain, by the user's id: of
 * those in whose mailbox its quarantine was tried, and, for OneDrive, of those who were selected and may have
 * no OneDrive yet. The table is named after the first.
 */
export function createCanaryMailboxes(db: Kysely<Database>) {
  return {
    /** @throws ProvostError WrongState if the account is being removed. */
    record: (
      accountId: string,
      mailboxes: readonly { readonly userId: string; readonly address: string }[],
    ): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, accountId);
        if (mailboxes.length === 0) return;
        await trx
          .insertInto('canaryMailboxes')
          .values(
            mailboxes.map(({ userId, address }) => ({
              accountId,
              userId,
              address,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['accountId', 'userId'])
              .doUpdateSet(({ ref }) => ({ address: ref('excluded.address') })),
          )
          .execute();
      }),

    async addresses(accountId: string): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('canaryMailboxes')
        .select(['userId', 'address'])
        .where('accountId', '=', accountId)
        .execute();
      return new Map(rows.map(({ userId, address }) => [userId, address]));
    },
  };
}
