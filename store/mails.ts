import { type Kysely, type Selectable, sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { AccountEvent } from '../domain/events.ts';
import type { FailureType } from '../domain/failures.ts';
import type { MailKind } from '../domain/mails.ts';
import { announce } from './change-feed.ts';
import type { Database } from './schema.ts';

export type Mail = Selectable<Database['mails']>;

/** Mails, from the decision to send one until it was sent. */
export function createMails(db: Kysely<Database>) {
  const end = (state: 'sent' | 'dropped' | 'failed', failure: FailureType | null = null) =>
    ({ state, failure, endedAt: new Date() }) as const;
  const update = (mailId: string, changes: ReturnType<typeof end>): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const mail = await trx
        .updateTable('mails')
        .set(changes)
        .where('mailId', '=', mailId)
        .where('state', '=', 'queued')
        .returning(['organizationId', 'linkId'])
        .executeTakeFirst();
      // The step that a link is for shows whether it was sent.
      if (!mail?.linkId) return;
      await announce(trx, { organizationId: mail.organizationId, topic: 'account' });
    });
  return {
    /** Queues a mail about a link, once per kind. Returns its id, also of the second call. */
    async queueForLink(mail: {
      organizationId: string;
      kind: MailKind;
      linkId: string;
      userId: string | null;
    }): Promise<string> {
      await db
        .insertInto('mails')
        .values({ ...mail, mailId: randomUUID(), eventId: null })
        .onConflict((conflict) => conflict.columns(['linkId', 'kind']).doNothing())
        .execute();
      const { mailId } = await db
        .selectFrom('mails')
        .select('mailId')
        .where('linkId', '=', mail.linkId)
        .where('kind', '=', mail.kind)
        .executeTakeFirstOrThrow();
      return mailId;
    },

    /**
     * Begins an attempt. The first one keeps the message id that `messageId` makes, and later ones use it.
     * @returns null if there is nothing to send: it has ended, or its person was deleted.
     */
    async begin(mailId: string, messageId: string): Promise<(Mail & { messageId: string }) | null> {
      const mail = await db
        .updateTable('mails')
        .set({
          messageId: sql<string>`coalesce(message_id, ${messageId})`,
          attempts: sql<number>`attempts + 1`,
        })
        .where('mailId', '=', mailId)
        .where('state', '=', 'queued')
        .returningAll()
        .executeTakeFirst();
      return mail ? { ...mail, messageId: mail.messageId ?? messageId } : null;
    },

    /** The event that a mail tells. */
    async event(eventId: string): Promise<Omit<AccountEvent, 'occurredAt'> & { occurredAt: Date }> {
      return db
        .selectFrom('events')
        .select(['eventId', 'organizationId', 'accountId', 'type', 'data', 'occurredAt'])
        .where('eventId', '=', eventId)
        .executeTakeFirstOrThrow();
    },

    markSent: (mailId: string) => update(mailId, end('sent')),
    drop: (mailId: string) => update(mailId, end('dropped')),
    fail: (mailId: string, failure: FailureType) => update(mailId, end('failed', failure)),

    /** The newest mail to this person about this organization that could not be delivered, unless a later one was. */
    async lastFailure(userId: string, organizationId: string) {
      const last = await db
        .selectFrom('mails')
        .select(['kind', 'state', 'failure', 'endedAt'])
        .where('userId', '=', userId)
        .where('organizationId', '=', organizationId)
        .where('state', 'in', ['sent', 'failed'])
        .orderBy('endedAt', 'desc')
        .executeTakeFirst();
      return last?.state === 'failed' && last.endedAt && last.failure
        ? { kind: last.kind, failure: last.failure, at: last.endedAt }
        : null;
    },

    /** The mail of this kind about a link, or null. */
    async ofLink(linkId: string, kind: MailKind): Promise<Mail | null> {
      const mail = await db
        .selectFrom('mails')
        .selectAll()
        .where('linkId', '=', linkId)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return mail ?? null;
    },
  };
}
