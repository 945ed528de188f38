/** Verifies app-only tokens for the sandbox's Graph and Exchange. */
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { AppToken, ResourceApi, VerifyAppToken } from '../model.ts';
import { audiencesOf } from '../registrations.ts';
import { findTenant } from '../tenant-index.ts';
import type { Entra } from './entra.ts';
import { accessTokenIssuer } from './tokens.ts';

const claimsSchema = z.object({
  appid: z.string(),
  tid: z.string(),
  iat: z.number(),
  exp: z.number(),
  idtyp: z.literal('app'),
  roles: z.array(z.string()).default([]),
});

interface Verified {
  readonly token: AppToken;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** More than a whole fleet has tokens. */
const MOST_REMEMBERED = 20_000;

/**
 * Accepts tokens that this Entra signed for the API and that are neither expired nor revoked.
 * Does not check grants: as with Microsoft, a token keeps its roles. Verified signatures are cached.
 */
export function createVerifier({ tenants, ledger, signingKey }: Entra): VerifyAppToken {
  const remembered = new LRUCache<string, Verified>({ max: MOST_REMEMBERED });

  async function verifySignature(bearer: string, api: ResourceApi): Promise<Verified | null> {
    const options = { audience: audiencesOf(api), algorithms: ['RS256'] };
    const { payload } = await jwtVerify(bearer, signingKey.publicKey, options);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success || payload.iss !== accessTokenIssuer(claims.data.tid)) return null;
    const { appid, tid, iat, exp, roles } = claims.data;
    if (!findTenant(tenants, tid)) return null;
    return { token: { clientId: appid, tenantId: tid, roles }, issuedAt: iat, expiresAt: exp };
  }

  async function verify(bearer: string, api: ResourceApi): Promise<Verified | null> {
    const key = `${api.appId} ${bearer}`;
    const known = remembered.get(key);
    if (known) return known.expiresAt * 1000 > Date.now() ? known : null;
    const verified = await verifySignature(bearer, api);
    if (verified === null) return null;
    remembered.set(key, verified);
    return verified;
  }

  return async (bearer, api) => {
    try {
      const verified = await verify(bearer, api);
      if (verified === null) return null;
      const { token, issuedAt } = verified;
      return issuedAt <= ledger.revokedThrough(token.tenantId, token.clientId) ? null : token;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
