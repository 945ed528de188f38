import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { type AttentionReason, type NotificationKind, NOTIFICATIONS } from '../domain/account.ts';
import { announce } from './change-feed.ts';
import type { Database } from './schema.ts';

/** Notifications of an organization, newest first, each event told once. */
export function createNotifications(db: Kysely<Database>) {
  return {
    /** Tells the organization; a second call with the same `dedupeKey` says nothing. */
    notify: (notice: {
      organizationId: string;
      accountId: string;
      kind: NotificationKind;
      reason: AttentionReason | null;
      dedupeKey: string;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        const inserted = await trx
          .insertInto('notifications')
          .values({
            notification_id: randomUUID(),
            organization_id: notice.organizationId,
            account_id: notice.accountId,
            kind: notice.kind,
            message: NOTIFICATIONS[notice.kind],
            reason: notice.reason,
            dedupe_key: notice.dedupeKey,
          })
          .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
          .returning('notification_id')
          .executeTakeFirst();
        if (inserted) {
          await announce(trx, { organizationId: notice.organizationId, topic: 'notification' });
        }
      }),

    /** The newest `limit` notifications as this console user sees them. */
    list: (organizationId: string, userId: string, limit: number) =>
      db
        .selectFrom('notifications')
        .leftJoin('notification_reads', (join) =>
          join
            .onRef('notification_reads.notification_id', '=', 'notifications.notification_id')
            .on('notification_reads.user_id', '=', userId),
        )
        .select([
          'notifications.notification_id',
          'notifications.kind',
          'notifications.message',
          'notifications.reason',
          'notifications.created_at',
          'notification_reads.read_at',
        ])
        .where('organization_id', '=', organizationId)
        .orderBy('created_at', 'desc')
        .orderBy('notifications.notification_id')
        .limit(limit)
        .execute(),

    /** Marks everything up to now as read by this console user. */
    async markRead(organizationId: string, userId: string): Promise<void> {
      await db
        .insertInto('notification_reads')
        .columns(['notification_id', 'user_id'])
        .expression((eb) =>
          eb
            .selectFrom('notifications')
            .select(['notification_id', eb.val(userId).as('user_id')])
            .where('organization_id', '=', organizationId),
        )
        .onConflict((conflict) => conflict.columns(['notification_id', 'user_id']).doNothing())
        .execute();
      await announce(db, { organizationId, topic: 'notification' });
    },
  };
}
