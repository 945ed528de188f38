/** Requests to an open account: a synchronization, another check. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AccountView } from '../../domain/account.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';

const requested = responses(202, z.object({ requested: z.literal(true) }));

/** A request joins a synchronization that is already running. */
const joined = z.boolean().openapi({
  description: 'Whether a synchronization was already running, which the request joined.',
});

const synchronizeRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/synchronizations',
  summary: 'Request a synchronization; joins one that is already running',
  request: { params: accountPath },
  responses: responses(202, z.object({ requested: z.literal(true), joined })),
});

const checkRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/checks',
  summary: 'Check again now whatever the account is waiting for',
  request: { params: accountPath },
  responses: requested,
});

export function requestRoutes({ gateway, store }: ApiDependencies) {
  return newRouter()
    .openapi(synchronizeRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const account = await openAccount(gateway, service, organizationId);
      await audit(c, store, 'synchronization.request', account);
      await gateway.requestSynchronization(service, organizationId, account.accountId);
      return c.json({ requested: true as const, joined: isUnderWay(account) }, 202);
    })

    .openapi(checkRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const account = await openAccount(gateway, service, organizationId);
      await audit(c, store, 'check.request', account);
      await gateway.requestCheck(service, organizationId, account.accountId);
      return c.json({ requested: true as const }, 202);
    });
}

/** A synchronization that is held for its removals has not ended. */
const isUnderWay = ({ state, attention }: AccountView) =>
  state === 'synchronizing' || attention?.reason === 'removalsHeld';
