/** What administrators say about the quarantine: whose mailbox to try, and that they have allowed us. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AccountView } from '../../domain/account.ts';
import { type DirectoryUser, hasMailbox } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { awaitsAllowList, ewsStateOf } from '../../domain/quarantine.ts';
import { SERVICES } from '../../domain/services/services.ts';
import type { Graph } from '../../microsoft/graph.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, json, newRouter, responses } from '../openapi.ts';
import { openAccount, requireTenant } from './open-account.ts';
import { requireCopies } from './service-has.ts';

const nameRoute = createRoute({
  method: 'put',
  path: '/accounts/{service}/canary-mailbox',
  summary: 'Name the mailbox in which the quarantine is checked, or with null leave it to us',
  request: {
    params: accountPath,
    body: json(
      z.object({
        address: z.string().trim().min(1).max(256).nullable().openapi({
          description: 'An e-mail address or a user principal name.',
          example: 'canary@contoso.com',
        }),
      }),
    ),
  },
  responses: responses(
    200,
    z.object({
      address: z.string().nullable().openapi({ description: 'The primary address.' }),
    }),
  ),
});

const allowListRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/allow-list-reports',
  summary: 'Say that the command that allows our application to use Exchange Web Services was run',
  request: { params: accountPath },
  responses: responses(202, z.object({ reported: z.literal(true) })),
});

export function quarantineRoutes({ gateway, store, graphs }: ApiDependencies) {
  return newRouter()
    .openapi(nameRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { address } = c.req.valid('json');
      requireCopies(service, 'usersAndGroups');
      const account = await openAccount(gateway, service, organizationId);
      const named =
        address === null
          ? null
          : await findMailbox(graphs[SERVICES[service].reads], account, address);
      const { accountId } = account;
      const userId = named?.userId ?? null;
      // Without the address, which is deleted with the account.
      await audit(c, store, 'quarantine.nameMailbox', account, { userId });
      if (named) await store.canaryMailboxes.record(accountId, [named]);
      await gateway.nameCanaryMailbox(service, organizationId, { accountId, userId });
      return c.json({ address: named?.address ?? null }, 200);
    })

    .openapi(allowListRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      requireCopies(service, 'usersAndGroups');
      const account = await openAccount(gateway, service, organizationId);
      requireAwaited(account);
      await audit(c, store, 'quarantine.reportAllowList', account);
      await gateway.reportAllowList(service, organizationId, account.accountId);
      return c.json({ reported: true as const }, 202);
    });
}

/** @throws ProvostError WrongState, UserNotFound, MailboxNotUsable, or the failure of Microsoft */
async function findMailbox(
  graph: Graph,
  account: AccountView,
  name: string,
): Promise<{ userId: string; address: string }> {
  const tenantId = requireTenant(account);
  const user =
    (await graph.userByPrincipalName({ tenantId, userPrincipalName: name })) ??
    (await graph.userByAddress({ tenantId, address: name }));
  if (!user) {
    throw new ProvostError(
      'UserNotFound',
      `No user has the address or user principal name “${name}”.`,
    );
  }
  const { id: userId, mail: address } = user;
  if (address === null || !(await mayHaveMailbox(graph, tenantId, user)))
    throw new ProvostError('MailboxNotUsable');
  return { userId, address };
}

/** In doubt, true: the check itself shows whether there is a mailbox. */
async function mayHaveMailbox(
  graph: Graph,
  tenantId: string,
  user: DirectoryUser,
): Promise<boolean> {
  if (user.guest) return false;
  const has = hasMailbox(user);
  if (has !== null) return has;
  const [purpose] = await graph.mailboxKinds({ tenantId, userIds: [user.id] });
  return purpose === undefined || purpose.refused || purpose.kind !== null;
}

/** @throws ProvostError WrongState unless the account waits for the command */
function requireAwaited({ attention, quarantine }: AccountView): void {
  const state = quarantine ? ewsStateOf(quarantine, Date.now()) : null;
  if (attention?.reason === 'quarantineUnavailable' && awaitsAllowList(state)) return;
  throw new ProvostError('WrongState', 'The account is not waiting for this command.');
}
