/** The session of the signed-in user. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApiDependencies } from '../dependencies.ts';
import { responses, newRouter } from '../openapi.ts';

const sessionRoute = createRoute({
  method: 'get',
  path: '/session',
  summary: 'The signed-in console user with their organizations and roles',
  responses: responses(
    200,
    z
      .object({
        user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
        activeOrganizationId: z.string().nullable(),
        organizations: z.array(
          z.object({ id: z.string(), name: z.string(), role: z.enum(['administrator', 'viewer']) }),
        ),
      })
      .openapi('Session'),
  ),
});

export function sessionRoutes({ authentication }: ApiDependencies) {
  return newRouter().openapi(sessionRoute, async (c) => {
    const { user, activeOrganizationId } = c.get('session');
    const organizations = await authentication.organizationsOf(user.id);
    return c.json({ user, activeOrganizationId, organizations }, 200);
  });
}
