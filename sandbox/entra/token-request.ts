/** Reading what a client posts to the token endpoint. */
import type { Context } from 'hono';
import { z } from 'zod';
import type { AppRegistration, Tenant } from '../model.ts';
import { originOf } from './entra.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';

const formSchema = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  client_assertion_type: z.string().optional(),
  scope: z.string().optional(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  client_info: z.string().optional(),
});
export type TokenForm = z.infer<typeof formSchema>;

/** A token request whose client has been identified, not yet authenticated. */
export interface TokenRequest {
  readonly form: TokenForm;
  readonly registration: AppRegistration;
  /** Undefined at `organizations` and `common`. */
  readonly tenant: Tenant | undefined;
  /** What a client assertion may be addressed to. */
  readonly assertionAudience: string[];
}

/** RFC 6749, 2.3.1: form-encoded before base64. */
function basicCredentials(header: string | undefined) {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const [client_id, client_secret] = [id, secret].map((part) =>
    new URLSearchParams(`v=${part}`).get('v'),
  );
  return { client_id, client_secret };
}

/** The posted fields; client id and secret may come in a Basic header instead. */
export async function readTokenForm(c: Context): Promise<TokenForm> {
  const fields = {
    ...(await c.req.parseBody()),
    ...basicCredentials(c.req.header('authorization')),
  };
  const form = formSchema.safeParse(fields);
  if (!form.success)
    throw new EntraError('parameterInvalid', {
      parameter: String(form.error.issues[0]?.path[0] ?? 'body'),
    });
  return form.data;
}

const LOGIN = 'https://login.microsoftonline.com';

/** The token endpoint as the client may know it, by the sandbox's origin or Microsoft's; or the v2 issuer. */
export function assertionAudience(
  entra: Entra,
  requestUrl: string,
  authority: string,
  tenant: Tenant | undefined,
): string[] {
  const authorities = tenant ? [authority, tenant.id] : [authority];
  const origins = [LOGIN, new URL(requestUrl).origin, originOf(entra, requestUrl)];
  return authorities.flatMap((name) => [
    `${LOGIN}/${name}/v2.0`,
    ...origins.map((origin) => `${origin}/${name}/oauth2/v2.0/token`),
  ]);
}

/** The field's value, else `parameterMissing`. */
export function requireField(form: TokenForm, parameter: keyof TokenForm): string {
  const value = form[parameter];
  if (!value) throw new EntraError('parameterMissing', { parameter });
  return value;
}
