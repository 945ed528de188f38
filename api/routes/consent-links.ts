/** The page of a consent link, for a Global Administrator who has no access to the console. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { randomUUID } from 'node:crypto';
import { consentIsOpen } from '../../domain/account.ts';
import { ProvostError } from '../../domain/failures.ts';
import { SYSTEM } from '../../store/audit.ts';
import { type ConsentLink, whyUnusable } from '../../store/consent-links.ts';
import { beginAttempt } from '../begin-attempt.ts';
import { type AppEnvironment, refuseForeign } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { hashOf } from '../one-time-secrets.ts';
import { answerContinuePage, answerLinkPage, answerNotNeededPage } from '../pages/consent-link.ts';
import { LINK_PATH } from './consents.ts';

/** Mail clients and chats may append text to links. A secret has 43 characters. */
const SECRET_LENGTH = 43;

/** Opening the page does not use up the link, because mail scanners open it too. The button does. */
export function consentLinkRoutes(api: ApiDependencies) {
  const app = new Hono<AppEnvironment>();
  app.get(`${LINK_PATH}/:secret`, (c) => show(c, api));
  app.post(`${LINK_PATH}/:secret`, (c) => use(c, api));
  return app;
}

async function show(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  c.set('viaLink', true);
  const link = await find(c, api);
  const { kind } = link;
  const organization = await nameOf(api, link);
  if (!(await isUsable(api, link))) return answerNotNeededPage(c, organization);
  // Without the page's own origin, its form could not be distinguished from another site's.
  c.header('referrer-policy', 'same-origin');
  const { createdByName: maker, expiresAt } = link;
  return answerLinkPage(c, { kind, organization, maker, expiresAt });
}

async function use(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  c.set('viaLink', true);
  refuseForeign(c, api.origin);
  const link = await find(c, api);
  try {
    if (!(await isUsable(api, link))) {
      throw new ProvostError('WrongState');
    }
    return answerContinuePage(c, await begin(c, api, link));
  } catch (error) {
    const failure = error instanceof ProvostError ? error.type : 'Internal';
    await auditLink(c, api, link, 'consent.refuse', { failure });
    if (failure === 'WrongState') return answerNotNeededPage(c, await nameOf(api, link));
    throw error;
  }
}

/** Uses up the link and starts an attempt bound to this browser. */
async function begin(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  { secretHash }: ConsentLink,
): Promise<string> {
  const link = await api.store.consentLinks.take(secretHash);
  const attemptId = randomUUID();
  const { accountId, organizationId, service, kind } = link;
  const createdBy = { id: link.createdBy, name: link.createdByEmail };
  const attempt = { attemptId, accountId, organizationId, service, kind, createdBy, viaLink: true };
  try {
    await auditLink(c, api, link, 'consent.linkUsed', { attemptId });
    const { signInAddress } = await beginAttempt(c, api, attempt);
    await api.store.consentLinks.forgetAddress(link.linkId);
    return signInAddress;
  } catch (error) {
    // The person did not get to Microsoft and may click again.
    await api.store.consentLinks.giveBack(link);
    throw error;
  }
}

/** @throws ProvostError LinkUnknown */
async function find(c: Context<AppEnvironment>, { store }: ApiDependencies): Promise<ConsentLink> {
  const secret = c.req.param('secret')?.slice(0, SECRET_LENGTH) ?? '';
  const link = await store.consentLinks.bySecret(hashOf(secret));
  if (!link) throw new ProvostError('LinkUnknown');
  return link;
}

/**
 * Whether the account is waiting for the link's step.
 * @throws ProvostError LinkUsed, LinkVoid, LinkExpired; LinkUnknown if its account is gone.
 */
async function isUsable(
  { authentication, gateway }: ApiDependencies,
  link: ConsentLink,
): Promise<boolean> {
  const { organizationId, accountId, service, kind } = link;
  const obstacle = whyUnusable(link);
  if (obstacle) throw new ProvostError(obstacle);
  const role = await authentication.membershipOf(link.createdBy, organizationId);
  if (role !== 'administrator') throw new ProvostError('LinkVoid');
  const current = await gateway.view(service, organizationId);
  if (current?.view.accountId !== accountId) throw new ProvostError('LinkUnknown');
  return consentIsOpen(current.view, kind);
}

const nameOf = async ({ store }: ApiDependencies, link: ConsentLink): Promise<string> =>
  (await store.people.organizationName(link.organizationId)) ?? link.organizationId;

/** The person is not known: anyone who received the link may have used it. */
function auditLink(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  link: ConsentLink,
  action: 'consent.linkUsed' | 'consent.refuse',
  details: Record<string, unknown>,
): Promise<void> {
  const { kind, linkId, createdByEmail: madeBy } = link;
  return store.audit.write({
    organizationId: link.organizationId,
    accountId: link.accountId,
    actor: SYSTEM,
    action,
    correlationId: c.get('requestId'),
    details: { kind, linkId, madeBy, ...details },
  });
}
