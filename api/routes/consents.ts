/** The click on a consent step. */
import { createRoute, z } from '@hono/zod-openapi';
import { createHash, randomUUID } from 'node:crypto';
import { ATTEMPT_LIFETIME } from '../../domain/limits.ts';
import { audit } from '../audit.ts';
import { actorOf } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { hashOf, newSecret } from '../one-time-secrets.ts';
import { answers, consentPath, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';

export const SIGN_IN_PATH = '/consents/sign-in';
export const CALLBACK_PATH = '/consents/callback';

const beginRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/consents/{kind}',
  summary: "Begin a consent step: answers the address of Microsoft's sign-in",
  request: { params: consentPath },
  responses: answers(
    201,
    z.object({ attemptId: z.uuid(), signInAddress: z.url(), expiresAt: z.iso.datetime() }),
  ),
});

export function consentRoutes(dependencies: ApiDependencies) {
  const { gateway, store, identity, attemptCookie, origin } = dependencies;
  const app = newRouter();

  app.openapi(beginRoute, async (c) => {
    const { organizationId, service, kind } = c.req.valid('param');
    const { accountId, tenantId } = await openAccount(gateway, service, organizationId);
    const attemptId = randomUUID();
    const expires = new Date(Date.now() + ATTEMPT_LIFETIME);
    const expiresAt = expires.toISOString();
    await audit(c, store, 'consent.begin', { accountId, tenantId }, { kind, attemptId });
    await gateway.beginConsent(service, organizationId, {
      accountId,
      kind,
      attemptId,
      expiresAt,
    });

    const [state, nonce, codeVerifier] = [newSecret(), newSecret(), newSecret()];
    await store.consents.begin({
      attemptId,
      accountId,
      organizationId,
      service,
      kind,
      stateHash: hashOf(state),
      createdBy: actorOf(c),
      expiresAt: expires,
    });
    await attemptCookie.set(c, { attemptId, codeVerifier, nonce }, expires);
    const signInAddress = await identity.signInAddress({
      kind,
      state,
      nonce,
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      redirectUri: `${origin}${SIGN_IN_PATH}`,
    });
    return c.json({ attemptId, signInAddress, expiresAt }, 201);
  });

  return app;
}
