/** Which mails the signed-in person gets about an organization. */
import { createRoute, z } from '@hono/zod-openapi';
import { LANGUAGES } from '../../domain/languages.ts';
import { PERSONAL_MAIL_KINDS } from '../../domain/mails.ts';
import { audit } from '../audit.ts';
import type { ConsoleSession, Role } from '../authentication/authentication.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { json, newRouter, organizationPath, responses } from '../openapi.ts';

const kind = z.enum(PERSONAL_MAIL_KINDS);

const preferencesSchema = z
  .object({
    on: z.boolean().openapi({ description: 'False if no mail server is configured.' }),
    address: z.string().openapi({ description: 'Where the mails go.' }),
    language: z.enum(LANGUAGES),
    kinds: z.array(z.object({ kind, wanted: z.boolean() })),
    lastFailure: z
      .object({ kind: z.string(), failure: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({
        description: 'The last mail to this person, if it could not be delivered.',
      }),
  })
  .openapi('MailPreferences');
export type MailPreferencesDocument = z.infer<typeof preferencesSchema>;

const readRoute = createRoute({
  method: 'get',
  path: '/mail-preferences',
  summary: 'Which mails the signed-in user gets',
  request: { params: organizationPath },
  responses: responses(200, preferencesSchema),
});

const setRoute = createRoute({
  method: 'put',
  path: '/mail-preferences',
  summary: 'Choose whether the signed-in user gets a kind of mail',
  request: {
    params: organizationPath,
    body: json(z.object({ kind, wanted: z.boolean() })),
  },
  responses: responses(200, preferencesSchema),
});

export function mailPreferenceRoutes(api: ApiDependencies) {
  const { store } = api;
  return newRouter()
    .openapi(readRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const { user } = c.get('session');
      return c.json(await describe(api, user, { organizationId, role: c.get('role') }), 200);
    })

    .openapi(setRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const { kind: chosen, wanted } = c.req.valid('json');
      const { user } = c.get('session');
      await audit(c, store, 'mail.preferences', null, { kind: chosen, wanted });
      await store.mailPreferences.set({ userId: user.id, organizationId }, chosen, wanted);
      return c.json(await describe(api, user, { organizationId, role: c.get('role') }), 200);
    });
}

async function describe(
  { store, mailIsOn }: ApiDependencies,
  user: ConsoleSession['user'],
  { organizationId, role }: { organizationId: string; role: Role },
): Promise<MailPreferencesDocument> {
  const person = { userId: user.id, organizationId };
  const [language, failure, kinds] = await Promise.all([
    store.languages.of(user.id),
    store.mails.lastFailure(user.id, organizationId),
    store.mailPreferences.kindsOf(person, role),
  ]);
  return {
    on: mailIsOn,
    address: user.email,
    language: language ?? 'en',
    kinds,
    lastFailure: failure && { ...failure, at: failure.at.toISOString() },
  };
}
