/** Parses token requests. */
import type { Context } from 'hono';
import { z } from 'zod';
import type { AppRegistration, Tenant } from '../model.ts';
import { LOGIN_HOSTS, LOOPBACK_HOSTS } from './entra.ts';
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

/** A token request from an identified but not yet authenticated client. */
export interface TokenRequest {
  readonly form: TokenForm;
  readonly registration: AppRegistration;
  /** Undefined for `organizations` and `common`. */
  readonly tenant: Tenant | undefined;
  /** Accepted `aud` values of a client assertion. */
  readonly assertionAudience: string[];
}

/** RFC 6749, 2.3.1: id and secret are form-encoded before base64. */
function basicCredentials(header: string | undefined) {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const [client_id, client_secret] = [id, secret].map((part) =>
    new URLSearchParams(`v=${part}`).get('v'),
  );
  return { client_id, client_secret };
}

/** The posted fields. Client id and secret may be in a Basic header instead. @throws EntraError `parameterInvalid` */
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

/** The token endpoint of the current and of the first version. */
const ENDPOINTS = ['oauth2/v2.0/token', 'oauth2/token'];

/** Without a configured origin, the request's, unless its Host header names another machine. */
function ownOrigins(entra: Entra, requestUrl: string): string[] {
  if (entra.origin !== undefined) return [entra.origin];
  const { hostname, origin } = new URL(requestUrl);
  return LOOPBACK_HOSTS.includes(hostname) ? [origin] : [];
}

/** Accepted `aud` values: the token endpoint at an origin of Microsoft's or the sandbox's, or the v2 issuer. */
export function assertionAudience(
  entra: Entra,
  requestUrl: string,
  authority: string,
  tenant: Tenant | undefined,
): string[] {
  const authorities = tenant ? [authority, tenant.id] : [authority];
  const microsoft = LOGIN_HOSTS.map((host) => `https://${host}`);
  const origins = [...microsoft, ...ownOrigins(entra, requestUrl)];
  return authorities.flatMap((name) => [
    `https://${LOGIN_HOSTS[0]}/${name}/v2.0`,
    ...origins.flatMap((origin) => ENDPOINTS.map((path) => `${origin}/${name}/${path}`)),
  ]);
}

/** The field's value. @throws EntraError `parameterMissing` */
export function requireField(form: TokenForm, parameter: keyof TokenForm): string {
  const value = form[parameter];
  if (!value) throw new EntraError('parameterMissing', { parameter });
  return value;
}
