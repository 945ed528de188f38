/** Parses authorization requests (OpenID Connect Core, 3.1.2.1; RFC 7636). */
import { z } from 'zod';
import type { AppRegistration, Tenant } from '../model.ts';
import { checkRedirectUri, findRegistration, tenantOfAuthority } from './entra.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';
import type { ResponseMode } from './redirects.ts';

/** The client and how to respond to it. Validated first, because nothing may be redirected to an unknown client. */
export interface AuthorizeClient {
  readonly registration: AppRegistration;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
  /** Undefined for `organizations` and `common`. */
  readonly tenant: Tenant | undefined;
}

const PROMPTS = ['login', 'select_account', 'consent', 'none'] as const;

export interface AuthorizeRequest {
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompt: (typeof PROMPTS)[number] | undefined;
  readonly loginHint: string | undefined;
}

type Query = Record<string, string>;

/** @throws EntraError to show on Entra's own page, not to redirect */
export function readAuthorizeClient(
  entra: Entra,
  authority: string,
  query: Query,
): AuthorizeClient {
  const tenant = tenantOfAuthority(entra, authority);
  const name = tenant?.displayName ?? authority;
  const registration = findRegistration(entra, query['client_id'], name);
  return {
    registration,
    redirectUri: checkRedirectUri(registration, query['redirect_uri']),
    responseMode: query['response_mode'] === 'form_post' ? 'form_post' : 'query',
    state: query['state'],
    tenant,
  };
}

const requestSchema = z.object({
  response_mode: z.enum(['query', 'form_post']).optional(),
  prompt: z.enum(PROMPTS).optional(),
  nonce: z.string().optional(),
  login_hint: z.string().optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
});

const challengeProblem = (query: Query): boolean =>
  query['code_challenge'] !== undefined && query['code_challenge_method'] !== 'S256';

const isChallenge = (parameter: string): boolean => parameter.startsWith('code_challenge');

/** The request, or the error to redirect to the application. */
export function readAuthorizeRequest(query: Query): AuthorizeRequest | EntraError {
  const responseType = query['response_type'];
  if (!responseType) return new EntraError('parameterMissing', { parameter: 'response_type' });
  if (responseType !== 'code') return new EntraError('responseType', { responseType });
  const scopes = (query['scope'] ?? '').split(' ').filter(Boolean);
  if (scopes.length === 0) return new EntraError('parameterMissing', { parameter: 'scope' });
  const parsed = requestSchema.safeParse(query);
  const wrong = String(parsed.error?.issues[0]?.path[0] ?? '');
  if (isChallenge(wrong) || challengeProblem(query)) return new EntraError('challengeMethod');
  if (!parsed.success) return new EntraError('parameterInvalid', { parameter: wrong });
  const { nonce, prompt, login_hint: loginHint, code_challenge: codeChallenge } = parsed.data;
  return { scopes, nonce, codeChallenge, prompt, loginHint };
}
