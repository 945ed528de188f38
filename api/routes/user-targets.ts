/** Looking up users to protect: by their exact name, or by a group that they belong to. */
import { createRoute, z } from '@hono/zod-openapi';
import { type DirectoryUser, hasMailbox } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_FOUND, MIN_SEARCH } from '../../domain/limits.ts';
import { SERVICES } from '../../domain/services/services.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, moreSchema, newRouter, responses } from '../openapi.ts';
import { openAccount, requireTenant } from './open-account.ts';
import { requireLicense } from './license.ts';
import { requireTarget } from './service-has.ts';

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
  responses: responses(
    200,
    z.object({ groups: z.array(groupSchema).max(MAX_FOUND), more: moreSchema }),
  ),
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

export function userTargetRoutes({ gateway, graphs, pageCursor }: ApiDependencies) {
  return newRouter()
    .openapi(lookupRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { userPrincipalName } = c.req.valid('query');
      requireTarget(service, 'user');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const graph = graphs[SERVICES[service].reads];
      const [user] = await Promise.all([
        graph.userByPrincipalName({ tenantId, userPrincipalName }),
        requireLicense(graph, service, tenantId),
      ]);
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
      requireTarget(service, 'user');
      if (Array.from(search).length < MIN_SEARCH) throw new ProvostError('SearchTooShort');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const graph = graphs[SERVICES[service].reads];
      return c.json(await graph.searchGroups({ tenantId, text: search }), 200);
    })

    .openapi(membersRoute, async (c) => {
      const { organizationId, service, groupId } = c.req.valid('param');
      const { page } = c.req.valid('query');
      requireTarget(service, 'user');
      const tenantId = requireTenant(await openAccount(gateway, service, organizationId));
      const list = { tenantId, groupId };
      const link = page === undefined ? null : await pageCursor.open(list, page);
      const members = await graphs[SERVICES[service].reads].groupUsers({
        ...list,
        link,
        top: MEMBERS_PAGE,
      });
      const next = members.next && (await pageCursor.seal(list, members.next));
      return c.json({ users: members.users.map(shownUser), total: members.total, next }, 200);
    });
}

function shownUser(user: DirectoryUser) {
  const { id, userPrincipalName, displayName, mail } = user;
  return { id, userPrincipalName, displayName, mail, hasMailbox: hasMailbox(user) };
}
