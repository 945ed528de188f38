/** When an account is synchronized automatically. */
import { createRoute, z } from '@hono/zod-openapi';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, json, newRouter } from '../openapi.ts';
import { scheduleSchema } from '../schedule-document.ts';
import { openAccount } from './open-account.ts';

const setRoute = createRoute({
  method: 'put',
  path: '/accounts/{service}/schedule',
  summary: 'Synchronize all users daily at a time of day, or with null only on request',
  request: { params: accountPath, body: json(scheduleSchema.nullable()) },
  responses: responses(200, z.object({ schedule: scheduleSchema.nullable() })),
});

export function scheduleRoutes({ gateway, store }: ApiDependencies) {
  return newRouter().openapi(setRoute, async (c) => {
    const { organizationId, service } = c.req.valid('param');
    const schedule = c.req.valid('json');
    const account = await openAccount(gateway, service, organizationId);
    await audit(c, store, 'synchronization.schedule', account, { schedule });
    const { accountId } = account;
    await gateway.setSchedule(service, organizationId, { accountId, schedule });
    return c.json({ schedule }, 200);
  });
}
