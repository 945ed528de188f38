/** Starts a consent step, directly or by a link for someone else. */
import { createRoute, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { type AccountView, consentIsOpen } from '../../domain/account.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import { ProvostError } from '../../domain/failures.ts';
import { LANGUAGES } from '../../domain/languages.ts';
import { CONSENT_LINK_LIFETIME } from '../../domain/limits.ts';
import { isMailAddress, MAX_LINK_MAILS_PER_DAY } from '../../domain/mails.ts';
import type { Service } from '../../domain/services/services.ts';
import { audit } from '../audit.ts';
import type { ConsoleSession } from '../authentication/authentication.ts';
import { beginAttempt } from '../begin-attempt.ts';
import { actorOf } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { hashOf, newSecret } from '../one-time-secrets.ts';
import { responses, consentPath, json, newRouter } from '../openapi.ts';
import { openAccount } from './open-account.ts';
import { requireConsent } from './service-has.ts';

type SessionUser = ConsoleSession['user'];

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

const mailSchema = z.object({
  address: z
    .string()
    .max(254)
    .refine(isMailAddress, { error: 'must be one e-mail address, such as admin@contoso.com' }),
  language: z.enum(LANGUAGES).default('en'),
});

const mailRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/consents/{kind}/links/mail',
  summary: 'Send a consent link by mail',
  description:
    'It can be used once. The recipient is reminded after two days. It voids the previous link.',
  request: { params: consentPath, body: json(mailSchema) },
  responses: responses(202, z.object({ linkId: z.uuid(), expiresAt: z.iso.datetime() })),
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/accounts/{service}/consents/{kind}/links',
  summary: 'Revoke the consent link that can still be used',
  request: { params: consentPath },
  responses: responses(200, z.object({ revoked: z.boolean() })),
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
      const account = await openStep(api, { organizationId, service, kind });
      const secret = newSecret();
      const link = newLink(account, { kind, secret, createdBy: c.get('session').user });
      const expiresAt = link.expiresAt.toISOString();
      await audit(c, store, 'consent.link', account, { kind, linkId: link.linkId, expiresAt });
      await store.consentLinks.create(link);
      return c.json({ address: `${origin}${LINK_PATH}/${secret}`, expiresAt }, 201);
    })

    .openapi(mailRoute, async (c) => {
      const { organizationId, service, kind } = c.req.valid('param');
      const { address, language } = c.req.valid('json');
      requireConsent(service, kind);
      if (!api.mailIsOn) throw new ProvostError('MailOff');
      const account = await openStep(api, { organizationId, service, kind });
      const dayAgo = new Date(Date.now() - DAY);
      if ((await store.consentLinks.mailedSince(organizationId, dayAgo)) >= MAX_LINK_MAILS_PER_DAY)
        throw new ProvostError('RateLimited', TOO_MANY_LINK_MAILS);
      const linkId = randomUUID();
      const secret = api.mailLinks.consentLinkSecret(linkId);
      const link = newLink(account, { kind, secret, createdBy: c.get('session').user, linkId });
      const expiresAt = link.expiresAt.toISOString();
      await audit(c, store, 'consent.linkMailed', account, { kind, linkId, expiresAt });
      await store.consentLinks.create({ ...link, mail: { address, language } });
      await api.followConsentLink(link);
      return c.json({ linkId, expiresAt }, 202);
    })

    .openapi(revokeRoute, async (c) => {
      const { organizationId, service, kind } = c.req.valid('param');
      requireConsent(service, kind);
      const account = await openAccount(gateway, service, organizationId);
      const open = await store.consentLinks.open(account.accountId, kind);
      if (!open) return c.json({ revoked: false }, 200);
      await audit(c, store, 'consent.linkRevoked', account, { kind, linkId: open.linkId });
      await store.consentLinks.revoke(open);
      return c.json({ revoked: true }, 200);
    });
}

/** @throws ProvostError WrongState if the account does not wait for the step */
async function openStep(
  { gateway }: ApiDependencies,
  step: { organizationId: string; service: Service; kind: ConsentKind },
): Promise<AccountView> {
  const account = await openAccount(gateway, step.service, step.organizationId);
  if (!consentIsOpen(account, step.kind))
    throw new ProvostError('WrongState', 'The account is not waiting for this step.');
  return account;
}

/** A link for a step of the account, whose secret is kept as a hash. */
function newLink(
  { accountId, organizationId, service }: AccountView,
  link: { kind: ConsentKind; secret: string; createdBy: SessionUser; linkId?: string },
) {
  const { kind, secret, createdBy, linkId = randomUUID() } = link;
  const expiresAt = new Date(Date.now() + CONSENT_LINK_LIFETIME);
  const secretHash = hashOf(secret);
  return { linkId, accountId, organizationId, service, kind, secretHash, createdBy, expiresAt };
}

const DAY = 24 * 60 * 60 * 1000;
const TOO_MANY_LINK_MAILS = `At most ${MAX_LINK_MAILS_PER_DAY} links can be sent by mail within a day. Copy the link instead.`;
