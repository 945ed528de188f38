/** An organization's notifications, behind the ring icon. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Store } from '../../store/store.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { answers, newRouter, organizationPath } from '../openapi.ts';

const SHOWN = 50;

export const notificationsSchema = z
  .object({
    unread: z.number().int(),
    notifications: z.array(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        message: z.string(),
        reason: z.string().nullable(),
        createdAt: z.iso.datetime(),
        read: z.boolean(),
      }),
    ),
  })
  .openapi('Notifications');

const listRoute = createRoute({
  method: 'get',
  path: '/notifications',
  summary: 'The newest notifications',
  request: { params: organizationPath },
  responses: answers(200, notificationsSchema),
});

const readRoute = createRoute({
  method: 'post',
  path: '/notifications/read',
  summary: 'Mark everything as read, for oneself',
  request: { params: organizationPath },
  responses: answers(200, notificationsSchema),
});

export function notificationRoutes({ store }: ApiDependencies) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { organizationId } = c.req.valid('param');
    return c.json(await readNotifications(store, organizationId, c.get('session').user.id), 200);
  });

  app.openapi(readRoute, async (c) => {
    const { organizationId } = c.req.valid('param');
    const userId = c.get('session').user.id;
    await store.notifications.markRead(organizationId, userId);
    return c.json(await readNotifications(store, organizationId, userId), 200);
  });

  return app;
}

/** The newest notifications as this console user sees them. */
export async function readNotifications(
  store: Store,
  organizationId: string,
  userId: string,
): Promise<z.infer<typeof notificationsSchema>> {
  const rows = await store.notifications.list(organizationId, userId, SHOWN);
  const notifications = rows.map((row) => ({
    id: row.notification_id,
    kind: row.kind,
    message: row.message,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    read: row.read_at !== null,
  }));
  return { unread: notifications.filter(({ read }) => !read).length, notifications };
}
