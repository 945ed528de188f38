/** The authorized accounts of an organization: start, read, remove. */
import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { SERVICES, SERVICE_IDS } from '../../domain/services/services.ts';
import { ProvostError } from '../../domain/failures.ts';
import { type AccountDocument, accountSchema } from '../account-document.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, newRouter, organizationPath } from '../openapi.ts';
import { requiredMethodSchema } from '../required-method.ts';
import { asSeenBy, openAccount, readAccount } from './open-account.ts';

const serviceSchema = z
  .object({
    service: z.enum(SERVICE_IDS),
    name: z.string(),
    requiredMethod: requiredMethodSchema,
    account: accountSchema.nullable(),
  })
  .openapi('Service');

const listRoute = createRoute({
  method: 'get',
  path: '/accounts',
  summary: 'The services, each with its account',
  request: { params: organizationPath },
  responses: responses(200, z.object({ services: z.array(serviceSchema) })),
});

const startRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}',
  summary: 'Start provisioning; returns the account unchanged if it is already open',
  request: { params: accountPath },
  responses: responses(202, z.object({ account: accountSchema.nullable() })),
});

const readRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}',
  summary: 'The state of the account',
  request: { params: accountPath },
  responses: responses(200, accountSchema),
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/accounts/{service}',
  summary: 'Remove the account: its workflow is cancelled and cleans up',
  request: { params: accountPath },
  responses: responses(202, z.object({ removing: z.literal(true) })),
});

export function accountRoutes(api: ApiDependencies) {
  const { gateway, store, accounts, workflowLink } = api;
  return newRouter()
    .openapi(listRoute, async (c) => {
      const services = await accounts.list(c.req.valid('param').organizationId);
      const shown = services.map(({ account, ...entry }) => ({
        ...entry,
        name: SERVICES[entry.service].name,
        account: account && asSeenBy(workflowLink, c.var, account),
      }));
      return c.json({ services: shown }, 200);
    })

    .openapi(startRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const open = await readAccount(api, c.var, service);
      if (open?.state === 'removing') {
        throw new ProvostError(
          'WrongState',
          'The account is being removed. Wait until the removal is complete.',
        );
      }
      const accountId = open?.accountId ?? randomUUID();
      const tenantId = open?.tenant?.id;
      await audit(c, store, 'account.start', { accountId, tenantId }, { service });
      await gateway.start(service, organizationId, accountId);
      const account = await readAccount(api, c.var, service).catch(nullWhileOpening);
      return c.json({ account }, 202);
    })

    .openapi(readRoute, async (c) => {
      const account = await readAccount(api, c.var, c.req.valid('param').service);
      if (!account) throw new ProvostError('NotFound', 'This service is not provisioned.');
      return c.json(account, 200);
    })

    .openapi(removeRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      await audit(c, store, 'account.remove', await openAccount(gateway, service, organizationId));
      await gateway.remove(service, organizationId);
      return c.json({ removing: true as const }, 202);
    });
}

/** Temporal keeps the start even if no worker is running yet. */
function nullWhileOpening(error: unknown): AccountDocument | null {
  if (error instanceof ProvostError && error.type === 'Unavailable') return null;
  throw error;
}
