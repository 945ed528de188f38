/** The published directory, and what a removal of the account would delete. */
import { createRoute, z } from '@hono/zod-openapi';
import { type DirectorySite, MAILBOX_KINDS } from '../../domain/directory.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';
import { requireCopies } from './service-has.ts';

const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

const pageQuery = z.object({
  search: z
    .string()
    .max(256)
    .trim()
    .default('')
    .openapi({ description: 'Matched anywhere in a name or address, ignoring case.' }),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
});

const total = z.number().int().openapi({ description: 'Number of matches on all pages.' });

const directoryUserSchema = z
  .object({
    id: z.guid(),
    userPrincipalName: z.string(),
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    accountEnabled: z.boolean(),
    guest: z.boolean(),
    mailbox: z.boolean(),
    mailboxKind: z.enum(MAILBOX_KINDS).nullable().openapi({ description: 'Null for no mailbox.' }),
    mailboxKnown: z.boolean().openapi({
      description: 'False until the licences or Microsoft determine the kind of mailbox.',
    }),
  })
  .openapi('DirectoryUser');

const directoryGroupSchema = z
  .object({
    id: z.guid(),
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    members: z.number().int().openapi({ description: 'Direct memberships.' }),
  })
  .openapi('DirectoryGroup');

const directorySiteSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    nested: z.boolean().openapi({ description: 'Whether it is nested in another site.' }),
    owner: z
      .object({ displayName: z.string().nullable(), principalName: z.string().nullable() })
      .nullable()
      .openapi({ description: 'Whose OneDrive it is; null for every other site.' }),
  })
  .openapi('DirectorySite');

const usersRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/directory/users',
  summary: 'Published users, sorted by user principal name',
  request: { params: accountPath, query: pageQuery },
  responses: responses(200, z.object({ total, users: z.array(directoryUserSchema) })),
});

const groupsRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/directory/groups',
  summary: 'Published groups, sorted by name',
  request: { params: accountPath, query: pageQuery },
  responses: responses(200, z.object({ total, groups: z.array(directoryGroupSchema) })),
});

const sitesRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/directory/sites',
  summary: 'Published sites, sorted by title, or the drives of users, sorted by owner',
  request: { params: accountPath, query: pageQuery },
  responses: responses(200, z.object({ total, sites: z.array(directorySiteSchema) })),
});

const removalRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/removal',
  summary: 'What a removal of the account would delete, with exact counts',
  request: { params: accountPath },
  responses: responses(
    200,
    z
      .object({
        users: z.number().int(),
        groups: z.number().int(),
        memberships: z.number().int(),
        sites: z.number().int(),
        synchronizations: z.number().int(),
        consentAttempts: z.number().int(),
        links: z.number().int(),
      })
      .openapi('Removal'),
  ),
});

export function directoryRoutes({ gateway, store }: ApiDependencies) {
  return newRouter()
    .openapi(usersRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      requireCopies(service, 'usersAndGroups');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.users(accountId, c.req.valid('query')), 200);
    })

    .openapi(groupsRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      requireCopies(service, 'usersAndGroups');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.groups(accountId, c.req.valid('query')), 200);
    })

    .openapi(sitesRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      requireCopies(service, 'sites', 'drives');
      const { accountId } = await openAccount(gateway, service, organizationId);
      const page = await store.published.sites(accountId, c.req.valid('query'));
      return c.json({ total: page.total, sites: page.sites.map(shownSite) }, 200);
    })

    .openapi(removalRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.removalCounts(accountId), 200);
    });
}

function shownSite({ id, url, title, description, parentId, owner }: DirectorySite) {
  const { displayName = null, principalName = null } = owner ?? {};
  return {
    id,
    url,
    title,
    description,
    nested: parentId !== null,
    owner: owner && { displayName, principalName },
  };
}
