/** Checking app-only tokens, for the sandbox's Graph and Exchange. */
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { VerifyAppToken } from '../model.ts';
import type { Entra } from './entra.ts';
import { accessTokenIssuer } from './tokens.ts';

const claimsSchema = z.object({
  appid: z.string(),
  tid: z.string(),
  iat: z.number(),
  idtyp: z.literal('app'),
  roles: z.array(z.string()).default([]),
});

/**
 * Accepts tokens that this Entra signed for the audience, not expired and not
 * revoked. Grants are not looked at: as with Microsoft, a token keeps its roles.
 */
export function createVerifier({ tenants, ledger, signingKey }: Entra): VerifyAppToken {
  const issuer = tenants.map(({ id }) => accessTokenIssuer(id));
  return async (bearer, audience) => {
    try {
      const options = { audience, issuer, algorithms: ['RS256'] };
      const { payload } = await jwtVerify(bearer, signingKey.publicKey, options);
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success || payload.iss !== accessTokenIssuer(claims.data.tid)) return null;
      const { appid, tid, iat, roles } = claims.data;
      if (iat <= ledger.revokedThrough(tid, appid)) return null;
      return { clientId: appid, tenantId: tid, roles };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
