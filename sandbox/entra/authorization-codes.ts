/** Authorization codes (RFC 6749, 4.1) with PKCE (RFC 7636). */
import { createHash, randomBytes } from 'node:crypto';
import type { Person, Tenant } from '../model.ts';
import { EntraError } from './errors.ts';
import type { Account } from './people.ts';

/** The data bound to a code. */
export interface Authorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly tenant: Tenant;
  /** The account as a member or guest of the tenant. */
  readonly person: Person;
  readonly account: Account;
}

export interface Redemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
  /** Undefined if redeemed at `organizations` or `common`. */
  readonly tenant: Tenant | undefined;
}

export interface AuthorizationCodes {
  issue(authorization: Authorization): string;
  /** The tenant in which the code was issued, even if the code was redeemed or has expired. */
  tenantOf(code: string): Tenant | undefined;
  /** Redeems the code. @throws EntraError if it is rejected; the code then stays redeemable */
  redeem(redemption: Redemption): Authorization;
}

const LIFETIME_MS = 10 * 60_000;

interface Issued {
  readonly authorization: Authorization;
  readonly expiresAt: number;
  redeemed: boolean;
}

const matchesChallenge = (challenge: string | undefined, verifier: string | undefined): boolean => {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
};

function check({ authorization, expiresAt, redeemed }: Issued, redemption: Redemption): void {
  const { clientId, redirectUri, codeVerifier, tenant } = redemption;
  if (authorization.clientId !== clientId) throw new EntraError('codeMalformed');
  if (tenant && tenant.id !== authorization.tenant.id) throw new EntraError('codeOtherTenant');
  if (redeemed) throw new EntraError('codeRedeemed');
  if (expiresAt <= Date.now()) throw new EntraError('codeExpired');
  if (authorization.redirectUri !== redirectUri)
    throw new EntraError('codeOtherAddress', { redirectUri });
  if (!matchesChallenge(authorization.codeChallenge, codeVerifier))
    throw new EntraError('pkceMismatch');
}

export function createAuthorizationCodes(): AuthorizationCodes {
  const codes = new Map<string, Issued>();

  // Codes are kept for twice their lifetime to tell "expired" and "redeemed" from "unknown".
  const removeExpired = () => {
    for (const [code, { expiresAt }] of codes)
      if (expiresAt + LIFETIME_MS < Date.now()) codes.delete(code);
  };

  return {
    issue(authorization) {
      removeExpired();
      const code = `1.${randomBytes(48).toString('base64url')}`;
      codes.set(code, { authorization, expiresAt: Date.now() + LIFETIME_MS, redeemed: false });
      return code;
    },
    tenantOf: (code) => codes.get(code)?.authorization.tenant,
    redeem(redemption) {
      const issued = codes.get(redemption.code);
      if (!issued) throw new EntraError('codeMalformed');
      check(issued, redemption);
      issued.redeemed = true;
      return issued.authorization;
    },
  };
}
