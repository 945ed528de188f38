/**
 * How many of an account's users have a mailbox. The counts are stored with the publication, because
 * counting a million users takes about a second (`docs/decisions/0015-what-counts-as-a-mailbox.md`).
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Users with a mailbox, and users without one. The others are not known yet. */
export interface MailboxCounts {
  readonly mailboxes: number;
  readonly withoutMailbox: number;
}

/**
 * Microsoft's answer, otherwise what the licence and the address tell, as `hasMailbox` in `domain/`:
 * null if that is nothing.
 */
const HAS_MAILBOX = sql<boolean | null>`case
  when m.user_id is not null and not m.refused then m.kind is not null
  when u.mailbox then true
  when u.guest or u.mail is null then false
end`;

/** Reads all users of the account's directory. */
export async function countMailboxes(
  db: Kysely<Database>,
  accountId: string,
): Promise<MailboxCounts> {
  const { rows } = await sql<MailboxCounts>`
    select count(*) filter (where has_mailbox)::int as mailboxes,
           count(*) filter (where not has_mailbox)::int as without_mailbox
    from (
      select ${HAS_MAILBOX} as has_mailbox
      from directory_users u
      left join mailboxes m on m.account_id = u.account_id and m.user_id = u.user_id
      where u.account_id = ${accountId}::uuid
    ) told`.execute(db);
  if (!rows[0]) throw new Error('An aggregate must return one row');
  return rows[0];
}
