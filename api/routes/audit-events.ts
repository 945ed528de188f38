/** The audit trail, newest first. */
import { createRoute, z } from '@hono/zod-openapi';
import { type Service, SERVICE_IDS } from '../../domain/services/services.ts';
import type { Store } from '../../store/store.ts';
import { mailboxNames } from '../audited-mailboxes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { responses, newRouter, organizationPath } from '../openapi.ts';

/** PostgreSQL's largest integer. It rejects comparisons with larger numbers. */
const MAX_EVENT_ID = 2 ** 31 - 1;

const eventSchema = z
  .object({
    id: z.number().int(),
    at: z.iso.datetime(),
    action: z.string(),
    actor: z.string(),
    accountId: z.uuid().nullable(),
    service: z.enum(SERVICE_IDS).nullable().openapi({
      description: 'Of the account; null while the account is not recorded yet.',
    }),
    tenantId: z.uuid().nullable(),
    correlationId: z.string(),
    details: z.record(z.string(), z.unknown()),
    mailbox: z.string().nullable().openapi({
      description:
        'The mailbox that the event names: its address, or the object id while no address is known.',
    }),
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
      before: z.coerce
        .number()
        .int()
        .min(1)
        .max(MAX_EVENT_ID)
        .optional()
        .openapi({ description: 'The `next` of the previous page; returns older events.' }),
    }),
  },
  responses: responses(
    200,
    z.object({ events: z.array(eventSchema), next: z.number().int().nullable() }),
  ),
});

export function auditRoutes({ store }: ApiDependencies) {
  return newRouter().openapi(listRoute, async (c) => {
    const { organizationId } = c.req.valid('param');
    const { limit, ...filter } = c.req.valid('query');
    const rows = await store.audit.list(organizationId, limit + 1, filter);
    const page = rows.slice(0, limit);
    const mailboxOf = await mailboxNames(store, page);
    const serviceOf = await servicesOf(store, page);
    const events = page.map((row) => ({
      id: row.eventId,
      at: row.at.toISOString(),
      action: row.action,
      actor: row.actorName,
      accountId: row.accountId,
      service: serviceOf(row.accountId),
      tenantId: row.tenantId,
      correlationId: row.correlationId,
      details: row.details,
      mailbox: mailboxOf(row),
    }));
    const next = rows.length > limit ? (events.at(-1)?.id ?? null) : null;
    return c.json({ events, next }, 200);
  });
}

/** A function that returns the service of an account, open or closed. */
async function servicesOf(
  { accounts }: Pick<Store, 'accounts'>,
  rows: readonly { readonly accountId: string | null }[],
): Promise<(accountId: string | null) => Service | null> {
  const ids = [...new Set(rows.flatMap(({ accountId }) => accountId ?? []))];
  const stored = await Promise.all(ids.map((id) => accounts.byId(id)));
  const services = new Map(ids.map((id, index) => [id, stored[index]?.view.service ?? null]));
  return (accountId) => (accountId === null ? null : (services.get(accountId) ?? null));
}
