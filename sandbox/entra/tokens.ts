/** Signs tokens: app-only and user access tokens (v1 claims) and id_tokens (v2 claims). */
import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import type { AppRegistration, Person, ResourceApi, Tenant } from '../model.ts';
import type { Authorization } from './authorization-codes.ts';
import type { Entra } from './entra.ts';
import { servicePrincipalId } from './permissions.ts';
import { activeRoles, isMember, signInName } from './people.ts';
import { keyIdOf } from './signing-key.ts';

/** In seconds, the value of `expires_in`. */
export const TOKEN_LIFETIME_S = 3599;

/** Entra backdates tokens by five minutes for clients with slow clocks. */
const BACKDATED_S = 300;

/** The role template id (`wids`) that every member has. */
const MEMBER_ROLE = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

const LOGIN = 'https://login.microsoftonline.com';

/** The issuer of v1 access tokens. */
export const accessTokenIssuer = (tenantId: string): string =>
  `https://sts.windows.net/${tenantId}/`;

/** The issuer of id_tokens. */
export const idTokenIssuer = (tenantId: string): string => `${LOGIN}/${tenantId}/v2.0`;

/** The `iat` (seconds) of a token issued now. */
export const issuedAtNow = (): number => Math.floor(Date.now() / 1000) - BACKDATED_S;

const lifetime = (issuedAt: number) => ({
  iat: issuedAt,
  nbf: issuedAt,
  exp: Math.floor(Date.now() / 1000) + TOKEN_LIFETIME_S,
});

const uniqueId = () => randomBytes(16).toString('base64url');

async function sign({ signingKey }: Entra, claims: JWTPayload): Promise<string> {
  const kid = await keyIdOf(signingKey);
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t: kid })
    .sign(signingKey.privateKey);
}

export interface AppTokenRequest {
  readonly tenant: Tenant;
  readonly clientId: string;
  readonly api: ResourceApi;
  /** One of the API's names. */
  readonly audience: string;
  /** How the client authenticated: 1 secret, 2 certificate. */
  readonly appidacr: '1' | '2';
}

/** An app-only access token. Without a visible grant it has no `roles` claim. */
export function signAppToken(entra: Entra, request: AppTokenRequest): Promise<string> {
  const { tenant, clientId, api, audience, appidacr } = request;
  const roles = entra.ledger.visibleRoles(tenant, clientId, api);
  const principal = servicePrincipalId(tenant.id, clientId);
  // At least one second after a revocation; otherwise a token issued right after it would count as revoked.
  const issuedAt = Math.max(issuedAtNow(), entra.ledger.revokedThrough(tenant.id, clientId) + 1);
  return sign(entra, {
    aud: audience,
    iss: accessTokenIssuer(tenant.id),
    ...lifetime(issuedAt),
    appid: clientId,
    appidacr,
    idp: accessTokenIssuer(tenant.id),
    idtyp: 'app',
    oid: principal,
    sub: principal,
    tid: tenant.id,
    ...(roles.length > 0 && { roles }),
    uti: uniqueId(),
    ver: '1.0',
  });
}

/** Different per application, like Entra's `sub`. */
const pairwiseSubject = ({ tenant, person, clientId }: Authorization): string =>
  createHash('sha256').update(`${tenant.id}/${person.objectId}/${clientId}`).digest('base64url');

const profileClaims = ({ tenant, person }: Authorization): JWTPayload => ({
  name: person.displayName,
  oid: person.objectId,
  ...preferredUsername(tenant, person),
  tid: tenant.id,
});

/** An e-mail address for most people. Microsoft promises only a name that people recognize. */
function preferredUsername({ faults, defaultDomain }: Tenant, person: Person): JWTPayload {
  const name = signInName(person);
  switch (faults.preferredUsername) {
    case 'principalName':
      return { preferred_username: name };
    case 'phone':
      return { preferred_username: '+1 4255550100' };
    case 'guestForm':
      return { preferred_username: `${name.replace('@', '_')}#EXT#@${defaultDomain}` };
    case 'missing':
      return {};
  }
}

const accountClaims = (person: Person): JWTPayload => ({
  acct: isMember(person) ? 0 : 1,
  ...(person.homeTenantId !== undefined && { idp: accessTokenIssuer(person.homeTenantId) }),
});

const rolesClaim = (tenant: Tenant, person: Person): string[] => [
  ...activeRoles(tenant, person),
  ...(isMember(person) ? [MEMBER_ROLE] : []),
];

/** A v2.0 id_token. `tid`, `oid` and the names require the `profile` scope. */
export function signIdToken(entra: Entra, authorization: Authorization): Promise<string> {
  const { clientId, tenant, nonce, person, scopes } = authorization;
  return sign(entra, {
    aud: clientId,
    iss: idTokenIssuer(tenant.id),
    ...lifetime(issuedAtNow()),
    ...accountClaims(person),
    ...(nonce !== undefined && { nonce }),
    ...(scopes.includes('profile') && profileClaims(authorization)),
    sub: pairwiseSubject(authorization),
    uti: uniqueId(),
    ver: '2.0',
    ...(tenant.faults.rolesClaim && { wids: rolesClaim(tenant, person) }),
  });
}

/** A user's access token for Graph. The sandbox's Graph rejects it: it accepts app-only tokens only. */
export function signUserToken(
  entra: Entra,
  registration: AppRegistration,
  authorization: Authorization,
): Promise<string> {
  const { tenant, person, scopes } = authorization;
  return sign(entra, {
    aud: '00000003-0000-0000-c000-000000000000',
    iss: accessTokenIssuer(tenant.id),
    ...lifetime(issuedAtNow()),
    app_displayname: registration.displayName,
    appid: registration.clientId,
    idtyp: 'user',
    oid: person.objectId,
    scp: scopes.join(' '),
    sub: pairwiseSubject(authorization),
    tid: tenant.id,
    uti: uniqueId(),
    ver: '1.0',
  });
}
