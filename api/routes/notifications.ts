/** An organization's notifications, shown by the ring icon. */
import { createRoute, z } from '@hono/zod-openapi';
import { NOTIFICATION_KINDS } from '../../domain/account.ts';
import { REASONS } from '../../domain/reasons.ts';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import type { Store } from '../../store/store.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { responses, newRouter, organizationPath } from '../openapi.ts';

const SHOWN = 50;

export const notificationsSchema = z
  .object({
    unread: z
      .number()
      .int()
      .openapi({ description: 'All unread notifications, not only those on this page.' }),
    notifications: z.array(
      z.object({
        id: z.uuid(),
        accountId: z.uuid().nullable().openapi({
          description: 'Null for `webhookDisabled`, which is about the organization.',
        }),
        service: z.enum(SERVICE_IDS),
        kind: z.enum(NOTIFICATION_KINDS),
        message: z.string(),
        reason: z.enum(REASONS).nullable(),
        createdAt: z.iso.datetime(),
        read: z.boolean(),
      }),
    ),
    next: z.uuid().nullable().openapi({ description: 'Pass it as `before` to get older ones.' }),
  })
  .openapi('Notifications');
export type NotificationsDocument = z.infer<typeof notificationsSchema>;

const listRoute = createRoute({
  method: 'get',
  path: '/notifications',
  summary: 'Notifications, newest first',
  request: {
    params: organizationPath,
    query: z.object({
      before: z
        .uuid()
        .optional()
        .openapi({ description: 'The `next` of the previous page; returns older ones.' }),
    }),
  },
  responses: responses(200, notificationsSchema),
});

const readRoute = createRoute({
  method: 'post',
  path: '/notifications/read',
  summary: 'Mark all as read for the signed-in user',
  request: { params: organizationPath },
  responses: responses(200, notificationsSchema),
});

export function notificationRoutes({ store }: ApiDependencies) {
  return newRouter()
    .openapi(listRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const userId = c.get('session').user.id;
      const { before } = c.req.valid('query');
      return c.json(await readNotifications(store, organizationId, userId, before), 200);
    })

    .openapi(readRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const userId = c.get('session').user.id;
      await store.notifications.markRead(organizationId, userId);
      return c.json(await readNotifications(store, organizationId, userId), 200);
    });
}

/** The newest notifications as this console user sees them, or those older than `before`. */
export async function readNotifications(
  store: Store,
  organizationId: string,
  userId: string,
  before?: string,
): Promise<NotificationsDocument> {
  const unread = await store.notifications.unread(organizationId, userId);
  const rows = await store.notifications.list(organizationId, userId, SHOWN + 1, before);
  const notifications = rows.slice(0, SHOWN).map((row) => ({
    id: row.notificationId,
    accountId: row.accountId,
    // A notification may be stored shortly before the first record of its account.
    service: row.service ?? SERVICE_IDS[0],
    kind: row.kind,
    message: row.message,
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
    read: row.readAt !== null,
  }));
  const next = rows.length > SHOWN ? (notifications.at(-1)?.id ?? null) : null;
  return { unread, notifications, next };
}
