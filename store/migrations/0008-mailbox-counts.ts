import { type Kysely, sql } from 'kysely';

/**
 * How many users of a published directory have a mailbox, and how many have none. Null for runs that
 * published nothing, or before this migration; the newest publication of each account is counted here.
 */
const statements = [
  `alter table sync_runs add column mailboxes int, add column without_mailbox int`,
  `with newest as (
    select distinct on (account_id) account_id, run_id from sync_runs
    where outcome = 'published' order by account_id, ended_at desc
  ), told as (
    select u.account_id, case
      when m.user_id is not null then m.kind is not null
      when u.mailbox then true
      when u.guest or u.mail is null then false
    end as has_mailbox
    from directory_users u left join mailboxes m on m.account_id = u.account_id and m.user_id = u.user_id
  ), counted as (
    select account_id, count(*) filter (where has_mailbox) as mailboxes,
           count(*) filter (where not has_mailbox) as without_mailbox
    from told group by account_id
  )
  update sync_runs r set mailboxes = c.mailboxes, without_mailbox = c.without_mailbox
  from newest n join counted c on c.account_id = n.account_id where r.run_id = n.run_id`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
