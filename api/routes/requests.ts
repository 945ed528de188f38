/** What may be asked of an account that is open: a synchronization, another look. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AccountView } from '../../domain/account.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, answers, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';

const requested = answers(202, z.object({ requested: z.literal(true) }));

/** A request is counted to the synchronization that runs already. */
const joined = z.boolean().openapi({ description: 'Whether one was under way, which is joined.' });

const synchronizeRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/synchronizations',
  summary: 'Ask for a synchronization; one that runs is joined',
  request: { params: accountPath },
  responses: answers(202, z.object({ requested: z.literal(true), joined })),
});

const checkRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/checks',
  summary: 'Look again, now, at whatever the account waits for',
  request: { params: accountPath },
  responses: requested,
});

export function requestRoutes({ gateway, store }: ApiDependencies) {
  return newRouter()
    .openapi(synchronizeRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const account = await openAccount(gateway, service, organizationId);
      await audit(c, store, 'synchronization.request', account);
      await gateway.requestSynchronization(service, organizationId);
      return c.json({ requested: true as const, joined: isUnderWay(account) }, 202);
    })

    .openapi(checkRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      await audit(c, store, 'check.request', await openAccount(gateway, service, organizationId));
      await gateway.requestCheck(service, organizationId);
      return c.json({ requested: true as const }, 202);
    });
}

/** One that is held for its removals is not over. */
const isUnderWay = ({ state, attention }: AccountView) =>
  state === 'synchronizing' || attention?.reason === 'removalsHeld';
