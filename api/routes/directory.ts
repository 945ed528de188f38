/** The published directory, and what a removal of the account would delete. */
import { createRoute, z } from '@hono/zod-openapi';
import { MAILBOX_KINDS } from '../../domain/directory.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';

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
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.users(accountId, c.req.valid('query')), 200);
    })

    .openapi(groupsRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.groups(accountId, c.req.valid('query')), 200);
    })

    .openapi(removalRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(await store.published.removalCounts(accountId), 200);
    });
}
