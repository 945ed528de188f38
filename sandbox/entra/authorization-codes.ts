/** Authorization codes on their way from the browser to the token endpoint (RFC 6749, 4.1; RFC 7636). */
import { createHash, randomBytes } from 'node:crypto';
import type { Person, Tenant } from '../model.ts';
import { EntraError } from './errors.ts';
import type { Account } from './people.ts';

/** What a code stands for. */
export interface Authorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly tenant: Tenant;
  /** The account as the tenant knows it. */
  readonly person: Person;
  readonly account: Account;
}

export interface Redemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
  /** Undefined when redeemed at `organizations` or `common`. */
  readonly tenant: Tenant | undefined;
}

export interface AuthorizationCodes {
  issue(authorization: Authorization): string;
  /** The tenant that the code was issued in, whether or not it can still be redeemed. */
  tenantOf(code: string): Tenant | undefined;
  /** Spends the code. @throws EntraError saying why it is refused; the code then stays as it was. */
  redeem(redemption: Redemption): Authorization;
}

const LIFETIME_MS = 10 * 60_000;

interface Issued {
  readonly authorization: Authorization;
  readonly expiresAt: number;
  redeemed: boolean;
}

const challengeMet = (challenge: string | undefined, verifier: string | undefined): boolean => {
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
  if (!challengeMet(authorization.codeChallenge, codeVerifier))
    throw new EntraError('pkceMismatch');
}

export function createAuthorizationCodes(): AuthorizationCodes {
  const codes = new Map<string, Issued>();

  // A code is kept for twice its life, to tell "expired" and "already redeemed" from "unknown".
  const forgetOld = () => {
    for (const [code, { expiresAt }] of codes)
      if (expiresAt + LIFETIME_MS < Date.now()) codes.delete(code);
  };

  return {
    issue(authorization) {
      forgetOld();
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
