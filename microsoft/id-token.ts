/** Validates id_tokens, because MSAL Node checks only the nonce. */
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { ProvostError } from '../domain/failures.ts';
import { CLOUDS } from './clouds.ts';
import type { MicrosoftConfiguration } from './configuration.ts';
import { failureOf } from './errors.ts';
import { send } from './transport.ts';

/** Allowed clock skew in seconds. */
const CLOCK_SKEW = 300;
/** The tenant that all personal Microsoft accounts belong to. */
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';
/** Longer than any user principal name. */
const LONGEST_NAME = 320;
/** v1.0 issuers, which `idp` uses for organizations in any cloud. */
const OLDER_ISSUERS = ['https://sts.windows.net', 'https://sts.chinacloudapi.cn'];

/** The signed-in user from a validated id_token. Ids are lower case; `tenantId` and `objectId` identify the user. */
export interface AdministratorIdentity {
  readonly tenantId: string;
  readonly objectId: string;
  /** For display only: may be a phone number, may change, and proves nothing. */
  readonly name: string;
  /** Template ids of the active directory roles (`wids`). */
  readonly directoryRoles: readonly string[];
  readonly guest: boolean;
  /** A member whose account belongs to another organization. */
  readonly external: boolean;
}

export interface Expectation {
  readonly idToken: string;
  readonly clientId: string;
  readonly nonce: string;
}

const guid = z.guid().toLowerCase();

/** A name for display. Whatever it is, it must not keep the person from signing in. */
const shown = z.string().trim().max(LONGEST_NAME).optional().catch(undefined);

const claimsSchema = z.object({
  ver: z.literal('2.0'),
  iss: z.string(),
  // jose has checked it, but also accepts a list: such a token is not only for us.
  aud: z.string(),
  nonce: z.string(),
  tid: z.guid(),
  oid: guid,
  preferred_username: shown,
  upn: shown,
  name: shown,
  wids: z.array(guid).optional(),
  acct: z.number().optional(),
  idp: z.string().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/**
 * Creates a function that validates an id_token (OpenID Connect Core 3.1.3.7; Microsoft's
 * rules for multi-tenant applications). Signing keys are cached; an unknown key id refreshes
 * them at most every 30 s. The function throws ProvostError `IdentityTokenInvalid` with the
 * reason in its details, `RegistrationIncomplete` when the roles of a member are missing, or
 * `MicrosoftUnavailable` when the keys cannot be fetched.
 */
export function createIdTokenValidator(
  configuration: MicrosoftConfiguration,
): (expected: Expectation) => Promise<AdministratorIdentity> {
  const issuer = CLOUDS[configuration.cloud].login;
  const keys = createRemoteJWKSet(new URL(`${issuer}/organizations/discovery/v2.0/keys`), {
    [customFetch]: (url, { signal }) => fetchKeys(configuration, url, signal),
  });
  return async ({ idToken, clientId, nonce }) => {
    const payload = await jwtVerify(idToken, keys, {
      algorithms: ['RS256'],
      audience: clientId,
      clockTolerance: CLOCK_SKEW,
      maxTokenAge: '1 hour',
      requiredClaims: ['exp', 'nbf', 'iat'],
    }).then((verified) => verified.payload, rethrow);
    const claims = parseClaims(payload);
    const fault = faultOf(claims, { issuer, nonce });
    if (fault !== null) throw invalid(fault);
    return identityOf(claims);
  };
}

async function fetchKeys(
  configuration: MicrosoftConfiguration,
  url: string,
  signal: AbortSignal,
): Promise<Response> {
  const answer = await send(configuration, { method: 'GET', url, signal });
  if (answer.status !== 200) throw failureOf(answer);
  return new Response(answer.body);
}

/** jose errors about the keys, not about the token. */
const KEY_FAILURES: Readonly<Record<string, FailureType>> = {
  [errors.JWKSTimeout.code]: 'MicrosoftUnavailable',
  [errors.JWKSInvalid.code]: 'UnexpectedAnswer',
  [errors.JOSEError.code]: 'UnexpectedAnswer',
};

function rethrow(error: unknown): never {
  if (!(error instanceof errors.JOSEError)) throw error;
  const claim = 'claim' in error ? `${error.code} ${String(error.claim)}` : error.code;
  const type = KEY_FAILURES[error.code];
  throw type === undefined
    ? invalid(claim)
    : new ProvostError(type, undefined, { details: { claim } });
}

function parseClaims(payload: JWTPayload): Claims {
  const result = claimsSchema.safeParse(payload);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map(({ path }) => path.join('.')).join(' '));
}

const issuerOf = (login: string, tenantId: string): string => `${login}/${tenantId}/v2.0`;

/**
 * Whether the parameter `iss` of a response (RFC 9207) is Entra's in this cloud, for the tenant if
 * that is known already.
 */
export function isIssuer(
  { cloud }: Pick<MicrosoftConfiguration, 'cloud'>,
  iss: string,
  tenantId: string | null,
): boolean {
  const { login } = CLOUDS[cloud];
  const tenant = tenantId ?? iss.slice(login.length + 1).split('/', 1)[0] ?? '';
  return guid.safeParse(tenant).success && iss === issuerOf(login, tenant);
}

function faultOf(claims: Claims, expected: { issuer: string; nonce: string }): string | null {
  if (claims.iss !== issuerOf(expected.issuer, claims.tid)) return 'iss';
  if (claims.nonce !== expected.nonce) return 'nonce';
  return claims.tid.toLowerCase() === PERSONAL_ACCOUNTS ? 'tid' : null;
}

function identityOf(claims: Claims): AdministratorIdentity {
  const { acct, oid, upn, preferred_username: preferred, name } = claims;
  // Without `acct` (optional claim), a foreign account is most likely a guest.
  const guest = acct === 1 || (acct === undefined && !isHome(claims));
  return {
    tenantId: claims.tid.toLowerCase(),
    objectId: oid,
    name: upn || preferred || name || oid,
    directoryRoles: guest ? (claims.wids ?? []) : rolesOf(claims),
    guest,
    external: acct === 0 && !isHome(claims),
  };
}

/**
 * Every member has at least the role of members. If the claim is absent, our application's manifest
 * does not ask for it, and nothing is known about the person.
 */
function rolesOf({ wids }: Claims): readonly string[] {
  if (wids) return wids;
  throw new ProvostError('RegistrationIncomplete', undefined, { details: { claim: 'wids' } });
}

/** `idp` is usually absent for members. If present, it may name their own tenant in the v1.0 form. */
function isHome({ idp, iss, tid }: Claims): boolean {
  return (
    idp === undefined || idp === iss || OLDER_ISSUERS.some((host) => idp === `${host}/${tid}/`)
  );
}

function invalid(reason: string): ProvostError {
  return new ProvostError('IdentityTokenInvalid', undefined, { details: { reason } });
}
