import type { Kysely } from 'kysely';
import { refuseRemoved } from './refuse-removed.ts';
import type { Database } from './schema.ts';

/** The addresses of the mailboxes in which an account's quarantine was tried, by the user's id. */
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
          .insertInto('canary_mailboxes')
          .values(
            mailboxes.map(({ userId, address }) => ({
              account_id: accountId,
              user_id: userId,
              address,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['account_id', 'user_id'])
              .doUpdateSet(({ ref }) => ({ address: ref('excluded.address') })),
          )
          .execute();
      }),

    async addresses(accountId: string): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('canary_mailboxes')
        .select(['user_id', 'address'])
        .where('account_id', '=', accountId)
        .execute();
      return new Map(rows.map(({ user_id, address }) => [user_id, address]));
    },
  };
}
