/** Mailbox kinds reported by Microsoft for users whose licences do not determine them. */
import { type Kysely, sql } from 'kysely';
import type { MailboxKind } from '../domain/directory.ts';
import { REFUSED_MAILBOX_INTERVAL } from '../domain/limits.ts';
import { announce } from './change-feed.ts';
import { countMailboxes } from './mailbox-counts.ts';
import { newestPublication } from './published.ts';
import type { Database } from './schema.ts';

/** Microsoft's answer for a user: null for no mailbox, `refused` if an access policy hides it from us. */
export interface MailboxAnswer {
  readonly userId: string;
  readonly kind: MailboxKind | null;
  readonly refused: boolean;
}

/** Sorts before every other id. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export function createMailboxes(db: Kysely<Database>) {
  return {
    /**
     * Published users after `after`, by id, whose licence does not determine the kind
     * of mailbox and about whom Microsoft was not asked yet, or long ago if it refused to answer.
     * Mailboxes of rooms, equipment and teams have an address, but no licence or a blocked sign-in.
     */
    async open(accountId: string, after: string | null, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('directoryUsers as u')
        .select('u.userId')
        .where('u.accountId', '=', accountId)
        .where('u.guest', '=', false)
        .where('u.mail', 'is not', null)
        .where(({ or, eb }) =>
          or([eb('u.accountEnabled', '=', false), eb('u.mailbox', '=', false)]),
        )
        .where('u.userId', '>', after ?? FIRST_ID)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('mailboxes as m')
                .select('m.userId')
                .whereRef('m.accountId', '=', 'u.accountId')
                .whereRef('m.userId', '=', 'u.userId')
                .where((m) =>
                  m.or([
                    m('m.refused', '=', false),
                    m('m.askedAt', '>', new Date(Date.now() - REFUSED_MAILBOX_INTERVAL)),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('u.userId')
        .limit(limit)
        .execute();
      return rows.map(({ userId }) => userId);
    },

    /** Upserts answers for users who are still published. */
    async save(accountId: string, answers: readonly MailboxAnswer[]): Promise<void> {
      if (answers.length === 0) return;
      await sql`
        insert into mailboxes (account_id, user_id, kind, refused, asked_at)
        select u.account_id, u.user_id, a.kind, a.refused, now()
        from jsonb_to_recordset(${JSON.stringify(answers)}::text::jsonb)
          as a("userId" uuid, kind text, refused boolean)
        join directory_users u on u.account_id = ${accountId}::uuid and u.user_id = a."userId"
        on conflict (account_id, user_id) do update
          set kind = excluded.kind, refused = excluded.refused, asked_at = excluded.asked_at`.execute(
        db,
      );
    },

    /** Counts the mailboxes of the published directory again, and announces new counts. */
    recount: (accountId: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        // Found first: a directory that is published in the meantime counts its own mailboxes.
        const newest = await newestPublication(trx, accountId);
        if (!newest) return;
        const { mailboxes, withoutMailbox } = await countMailboxes(trx, accountId);
        const same = newest.mailboxes === mailboxes && newest.withoutMailbox === withoutMailbox;
        if (same) return;
        await trx
          .updateTable('syncRuns')
          .set({ mailboxes, withoutMailbox })
          .where('runId', '=', newest.runId)
          .execute();
        await announce(trx, { organizationId: newest.organizationId, topic: 'account' });
      }),
  };
}
