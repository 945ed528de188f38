/** The session of the signed-in user. */
import { createRoute, z } from '@hono/zod-openapi';
import { LANGUAGES } from '../../domain/languages.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { json, responses, newRouter } from '../openapi.ts';
import { languageOf } from '../pages/language.ts';

const sessionRoute = createRoute({
  method: 'get',
  path: '/session',
  summary: 'The signed-in console user with their organizations and roles',
  responses: responses(
    200,
    z
      .object({
        user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
        language: z
          .enum(LANGUAGES)
          .openapi({ description: 'The language in which the user is written to.' }),
        activeOrganizationId: z.string().nullable(),
        organizations: z.array(
          z.object({ id: z.string(), name: z.string(), role: z.enum(['administrator', 'viewer']) }),
        ),
      })
      .openapi('Session'),
  ),
});

const languageSchema = z.object({ language: z.enum(LANGUAGES) });

const languageRoute = createRoute({
  method: 'put',
  path: '/session/language',
  summary: 'Choose the language in which the signed-in user is written to',
  request: { body: json(languageSchema) },
  responses: responses(200, languageSchema),
});

export function sessionRoutes({ authentication, store }: ApiDependencies) {
  return newRouter()
    .openapi(sessionRoute, async (c) => {
      const { user, activeOrganizationId } = c.get('session');
      const [organizations, language] = await Promise.all([
        authentication.organizationsOf(user.id),
        // What the first browser asks for counts until the person chooses.
        store.languages.keep(user.id, languageOf(c)),
      ]);
      return c.json({ user, language, activeOrganizationId, organizations }, 200);
    })

    .openapi(languageRoute, async (c) => {
      const { language } = c.req.valid('json');
      await store.languages.choose(c.get('session').user.id, language);
      return c.json({ language }, 200);
    });
}
