/** Everything that happened, newest first. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiDependencies } from '../dependencies.ts';
import { answers, newRouter, organizationPath } from '../openapi.ts';

const eventSchema = z
  .object({
    id: z.number().int(),
    at: z.iso.datetime(),
    action: z.string(),
    actor: z.string(),
    accountId: z.uuid().nullable(),
    tenantId: z.uuid().nullable(),
    correlationId: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('AuditEvent');

const listRoute = createRoute({
  method: 'get',
  path: '/audit-events',
  summary: 'The audit trail of the organization, or of one account',
  request: {
    params: organizationPath,
    query: z.object({
      accountId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: answers(200, z.object({ events: z.array(eventSchema) })),
});

export function auditRoutes({ store }: ApiDependencies) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { organizationId } = c.req.valid('param');
    const { accountId, limit } = c.req.valid('query');
    const rows = await store.audit.list(organizationId, limit, accountId);
    const events = rows.map((row) => ({
      id: row.event_id,
      at: row.at.toISOString(),
      action: row.action,
      actor: row.actor_name,
      accountId: row.account_id,
      tenantId: row.tenant_id,
      correlationId: row.correlation_id,
      details: row.details,
    }));
    return c.json({ events }, 200);
  });
  return app;
}
