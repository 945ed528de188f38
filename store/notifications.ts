import { type Kysely, sql, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { AttentionReason } from '../domain/reasons.ts';
import {
  type AccountNotificationKind,
  type NotificationKind,
  notificationText,
  WEBHOOK_DISABLED_TEXT,
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
      kind: AccountNotificationKind;
      reason: AttentionReason | null;
      dedupeKey: string;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        const { service, ...rest } = notice;
        await insert(trx, { ...rest, message: notificationText(notice.kind, service) });
      }),

    /** Notifies the organization that one of its webhooks was disabled, once per `dedupeKey`. */
    notifyOfWebhook: (notice: { organizationId: string; dedupeKey: string }): Promise<void> =>
      db.transaction().execute((trx) =>
        insert(trx, {
          ...notice,
          accountId: null,
          kind: 'webhookDisabled',
          message: WEBHOOK_DISABLED_TEXT,
          reason: null,
        }),
      ),

    /**
     * The newest `limit` notifications as this console user sees them; with `before`, only those
     * after that one in the list. The service is null until the account is recorded, and without one.
     */
    list(organizationId: string, userId: string, limit: number, before?: string) {
      let query = seenBy(db, organizationId, userId)
        .leftJoin('accounts', 'accounts.accountId', 'notifications.accountId')
        .select([
          'notifications.notificationId',
          'notifications.accountId',
          'accounts.service',
          'notifications.kind',
          'notifications.message',
          'notifications.reason',
          'notifications.createdAt',
          'notificationReads.readAt',
        ]);
      if (before !== undefined) {
        const place = sql`(select created_at, notification_id from notifications
          where notification_id = ${before}::uuid and organization_id = ${organizationId})`;
        query = query.where(
          sql<boolean>`(notifications.created_at, notifications.notification_id) < ${place}`,
        );
      }
      return query
        .orderBy('notifications.createdAt', 'desc')
        .orderBy('notifications.notificationId', 'desc')
        .limit(limit)
        .execute();
    },

    /** How many this console user has not read. */
    async unread(organizationId: string, userId: string): Promise<number> {
      const row = await seenBy(db, organizationId, userId)
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('notificationReads.readAt', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    /** Marks everything up to now as read by this console user. */
    async markRead(organizationId: string, userId: string): Promise<void> {
      await db
        .insertInto('notificationReads')
        .columns(['notificationId', 'userId'])
        .expression((eb) =>
          eb
            .selectFrom('notifications')
            .select(['notificationId', eb.val(userId).as('userId')])
            .where('organizationId', '=', organizationId),
        )
        .onConflict((conflict) => conflict.columns(['notificationId', 'userId']).doNothing())
        .execute();
      await announce(db, { organizationId, topic: 'notification' });
    },
  };
}

interface NewNotification {
  readonly organizationId: string;
  readonly accountId: string | null;
  readonly kind: NotificationKind;
  readonly message: string;
  readonly reason: AttentionReason | null;
  readonly dedupeKey: string;
}

async function insert(trx: Transaction<Database>, notification: NewNotification): Promise<void> {
  const inserted = await trx
    .insertInto('notifications')
    .values({ notificationId: randomUUID(), ...notification })
    .onConflict((conflict) => conflict.column('dedupeKey').doNothing())
    .returning('notificationId')
    .executeTakeFirst();
  if (inserted) {
    const { organizationId } = notification;
    await announce(trx, { organizationId, topic: 'notification' });
  }
}

function seenBy(db: Kysely<Database>, organizationId: string, userId: string) {
  return db
    .selectFrom('notifications')
    .leftJoin('notificationReads', (join) =>
      join
        .onRef('notificationReads.notificationId', '=', 'notifications.notificationId')
        .on('notificationReads.userId', '=', userId),
    )
    .where('notifications.organizationId', '=', organizationId);
}
