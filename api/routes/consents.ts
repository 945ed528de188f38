/** Starts a consent step, directly or by a link for someone else. */
import { createRoute, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { consentIsOpen } from '../../domain/account.ts';
import { ProvostError } from '../../domain/failures.ts';
import { CONSENT_LINK_LIFETIME } from '../../domain/limits.ts';
import { audit } from '../audit.ts';
import { beginAttempt } from '../begin-attempt.ts';
import { actorOf } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { hashOf, newSecret } from '../one-time-secrets.ts';
import { responses, consentPath, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';
import { requireConsent } from './service-has.ts';

/** A link's address is this path and its secret. */
export const LINK_PATH = '/consents/link';

const beginRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/consents/{kind}',
  summary: "Start a consent step: returns the address of Microsoft's sign-in",
  request: { params: consentPath },
  responses: responses(
    201,
    z.object({ attemptId: z.uuid(), signInAddress: z.url(), expiresAt: z.iso.datetime() }),
  ),
});

const linkRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/consents/{kind}/links',
  summary: 'Create a consent link for a Global Administrator without access to the console',
  description:
    'It can be used once. Its address is returned only here. It voids the previous link.',
  request: { params: consentPath },
  responses: responses(201, z.object({ address: z.url(), expiresAt: z.iso.datetime() })),
});

export function consentRoutes(api: ApiDependencies) {
  const { gateway, store, origin } = api;
  return newRouter()
    .openapi(beginRoute, async (c) => {
      const { organizationId, service, kind } = c.req.valid('param');
      requireConsent(service, kind);
      const { accountId, tenantId } = await openAccount(gateway, service, organizationId);
      const attemptId = randomUUID();
      await audit(c, store, 'consent.begin', { accountId, tenantId }, { kind, attemptId });
      const begun = await beginAttempt(c, api, {
        attemptId,
        accountId,
        organizationId,
        service,
        kind,
        createdBy: actorOf(c),
        viaLink: false,
      });
      return c.json({ attemptId, ...begun }, 201);
    })

    .openapi(linkRoute, async (c) => {
      const { organizationId, service, kind } = c.req.valid('param');
      requireConsent(service, kind);
      const account = await openAccount(gateway, service, organizationId);
      if (!consentIsOpen(account, kind)) {
        throw new ProvostError('WrongState', 'The account is not waiting for this step.');
      }
      const [linkId, secret] = [randomUUID(), newSecret()];
      const expires = new Date(Date.now() + CONSENT_LINK_LIFETIME);
      const expiresAt = expires.toISOString();
      await audit(c, store, 'consent.link', account, { kind, linkId, expiresAt });
      await store.consentLinks.create({
        linkId,
        accountId: account.accountId,
        organizationId,
        service,
        kind,
        secretHash: hashOf(secret),
        createdBy: c.get('session').user,
        expiresAt: expires,
      });
      return c.json({ address: `${origin}${LINK_PATH}/${secret}`, expiresAt }, 201);
    });
}
