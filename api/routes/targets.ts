/** Choosing who to protect: looking up users, and submitting the selection. */
import { createRoute, z } from '@hono/zod-openapi';
import { type AccountView, METHODS } from '../../domain/account.ts';
import { type DirectoryUser, hasMailbox } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_TARGETS, MIN_GROUP_SEARCH } from '../../domain/limits.ts';
import type { Store } from '../../store/store.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, json, newRouter } from '../openapi.ts';
import { openAccount, requireTenant } from './open-account.ts';

const MEMBERS_PAGE = 50;
/** In characters. Microsoft's links take up to about half of it. */
const MAX_CURSOR = 8192;

const userSchema = z
  .object({
    id: z.guid(),
    userPrincipalName: z.string(),
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    hasMailbox: z.boolean().nullable().openapi({
      description: 'Null if neither licence nor address tell. Microsoft is asked after the choice.',
    }),
  })
  .openapi('User');

const groupSchema = z
  .object({ id: z.guid(), displayName: z.string().nullable(), mail: z.string().nullable() })
  .openapi('Group');

const lookupRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/users',
  summary: 'The user with exactly this user principal name',
  request: {
    params: accountPath,
    query: z.object({ userPrincipalName: z.string().trim().min(1).max(256) }),
  },
  responses: responses(200, userSchema),
});

const searchRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/groups',
  summary: 'Groups whose name starts with the search text (at least three characters)',
  request: { params: accountPath, query: z.object({ search: z.string().trim().max(256) }) },
  responses: responses(200, z.object({ groups: z.array(groupSchema) })),
});

const membersRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/groups/{groupId}/users',
  summary: 'A page of the users of a group, including nested groups',
  request: {
    params: accountPath.extend({ groupId: z.guid() }),
    query: z.object({ page: z.string().max(MAX_CURSOR).optional() }),
  },
  responses: responses(
    200,
    z.object({
      users: z.array(userSchema),
      total: z.number().int().nullable(),
      next: z.string().nullable(),
    }),
  ),
});

const confirmedTenant = z.guid().toLowerCase().optional().openapi({
  description: 'The tenant to protect. Required if a consent was given through a forwarded link.',
});

const submitRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/targets',
  summary: 'Choose who to protect',
  request: {
    params: accountPath,
    body: json(
      z
        .discriminatedUnion('method', [
          z.object({ method: z.literal('all'), tenantId: confirmedTenant }),
          z.object({
            method: z.literal('selected'),
            userIds: z.array(z.guid().toLowerCase()).min(1),
            tenantId: confirmedTenant,
          }),
        ])
        .openapi('Targets'),
    ),
  },
  responses: responses(202, z.object({ method: z.enum(METHODS), targets: z.number().int() })),
});

export function targetRoutes({ gateway, store, graph, pageCursor }: ApiDependencies) {
  return newRouter()
    .openapi(lookupRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { userPrincipalName } = c.req.valid('query');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const user = await graph.userByPrincipalName({ tenantId, userPrincipalName });
      if (!user) {
        throw new ProvostError(
          'UserNotFound',
          `No user has the user principal name “${userPrincipalName}”.`,
        );
      }
      return c.json(shownUser(user), 200);
    })

    .openapi(searchRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { search } = c.req.valid('query');
      if (Array.from(search).length < MIN_GROUP_SEARCH) throw new ProvostError('SearchTooShort');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      return c.json({ groups: await graph.searchGroups({ tenantId, text: search }) }, 200);
    })

    .openapi(membersRoute, async (c) => {
      const { organizationId, service, groupId } = c.req.valid('param');
      const { page } = c.req.valid('query');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const list = { tenantId, groupId };
      const link = page === undefined ? null : await pageCursor.open(list, page);
      const members = await graph.groupUsers({ ...list, link, top: MEMBERS_PAGE });
      const next = members.next && (await pageCursor.seal(list, members.next));
      return c.json({ users: members.users.map(shownUser), total: members.total, next }, 200);
    })

    .openapi(submitRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const targets = c.req.valid('json');
      const { method, tenantId: confirmed } = targets;
      const userIds = targets.method === 'all' ? [] : [...new Set(targets.userIds)];
      if (userIds.length > MAX_TARGETS) throw new ProvostError('TooManyTargets');
      const view = await openAccount(gateway, service, organizationId);
      if (view.state !== 'awaitingTargets' && view.attention?.reason !== 'targetsUnknown') {
        throw new ProvostError('WrongState', 'The account is not waiting for targets.');
      }
      const tenantId = requireTenant(view);
      await requireConfirmation(store, view, confirmed);
      const { unknown } = await graph.usersById({ tenantId, ids: userIds });
      if (unknown.length > 0) {
        throw new ProvostError('TargetsUnknown', undefined, { details: { unknown } });
      }
      await audit(c, store, 'targets.submit', view, { method, userIds, tenantId });
      const { accountId } = view;
      await gateway.submitTargets(service, organizationId, {
        accountId,
        method,
        targetIds: userIds,
      });
      return c.json({ method, targets: userIds.length }, 202);
    });
}

/**
 * A person who received a forwarded link may have signed in with their own tenant. The
 * organization must confirm its tenant before anything is protected.
 * @throws ProvostError TenantMismatch, TenantNotConfirmed
 */
async function requireConfirmation(
  { consents }: Store,
  { accountId, tenantId }: AccountView,
  confirmed: string | undefined,
): Promise<void> {
  if (confirmed === tenantId) return;
  if (confirmed) {
    throw new ProvostError('TenantMismatch', 'The account is connected to another tenant.');
  }
  const byLink = await consents.stepsUsedByLink(accountId);
  if (byLink.length > 0) throw new ProvostError('TenantNotConfirmed');
}

function shownUser(user: DirectoryUser) {
  const { id, userPrincipalName, displayName, mail } = user;
  return { id, userPrincipalName, displayName, mail, hasMailbox: hasMailbox(user) };
}
