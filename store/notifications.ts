import { type Kysely, sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import {
  type AttentionReason,
  type NotificationKind,
  notificationText,
} from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import { announce } from './change-feed.ts';
import type { Database } from './schema.ts';

/** Notifications of an organization, newest first, one per event. */
export function createNotifications(db: Kysely<Database>) {
  return {
    /** Notifies the organization. A second call with the same `dedupeKey` does nothing. */
    notify: (notice: {
      organizationId: string;
      accountId: string;
      service: Service;
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
            message: notificationText(notice.kind, notice.service),
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

    /**
     * The newest `limit` notifications as this console user sees them; with `before`, only those
     * after that one in the list. The service is null until the account is recorded.
     */
    list(organizationId: string, userId: string, limit: number, before?: string) {
      let query = seenBy(db, organizationId, userId)
        .leftJoin('accounts', 'accounts.account_id', 'notifications.account_id')
        .select([
          'notifications.notification_id',
          'notifications.account_id',
          'accounts.service',
          'notifications.kind',
          'notifications.message',
          'notifications.reason',
          'notifications.created_at',
          'notification_reads.read_at',
        ]);
      if (before !== undefined) {
        const place = sql`(select created_at, notification_id from notifications
          where notification_id = ${before}::uuid and organization_id = ${organizationId})`;
        query = query.where(
          sql<boolean>`(notifications.created_at, notifications.notification_id) < ${place}`,
        );
      }
      return query
        .orderBy('notifications.created_at', 'desc')
        .orderBy('notifications.notification_id', 'desc')
        .limit(limit)
        .execute();
    },

    /** How many this console user has not read. */
    async unread(organizationId: string, userId: string): Promise<number> {
      const row = await seenBy(db, organizationId, userId)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('notification_reads.read_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

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

function seenBy(db: Kysely<Database>, organizationId: string, userId: string) {
  return db
    .selectFrom('notifications')
    .leftJoin('notification_reads', (join) =>
      join
        .onRef('notification_reads.notification_id', '=', 'notifications.notification_id')
        .on('notification_reads.user_id', '=', userId),
    )
    .where('notifications.organization_id', '=', organizationId);
}
