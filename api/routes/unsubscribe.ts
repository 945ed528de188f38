/** The end of a kind of mail, from a link in one. Neither needs a session: the token says whose mails of which kind. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { SYSTEM } from '../../store/audit.ts';
import { type Unsubscription, UNSUBSCRIBE_PATH } from '../../mail/links.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { textsOf } from '../pages/language.ts';
import { page } from '../pages/page.ts';

/**
 * Opening the page ends nothing, because mail scanners open it too. The button does, and so does the post of a
 * mail program (RFC 8058), which has no session and may come from anywhere.
 */
export function unsubscribeRoutes(api: ApiDependencies) {
  const app = new Hono<AppEnvironment>();
  app.get(UNSUBSCRIBE_PATH, (c) => ask(c, api));
  app.post(UNSUBSCRIBE_PATH, (c) => end(c, api));
  return app;
}

const read = (c: Context, { mailLinks }: ApiDependencies): Promise<Unsubscription | null> =>
  mailLinks.readUnsubscribeToken(c.req.query('token') ?? '');

async function ask(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  const unsubscription = await read(c, api);
  if (unsubscription === null) return answerUnknown(c);
  const { unsubscribe } = textsOf(c).texts;
  const lines = await linesOf(unsubscription, api, unsubscribe);
  return page(c, 200, {
    title: unsubscribe.title,
    lines,
    content: html`<form method="post">
      <input type="hidden" name="List-Unsubscribe" value="One-Click" />
      <button>${unsubscribe.button}</button>
    </form>`,
  });
}

async function linesOf(
  unsubscription: Unsubscription,
  { store }: ApiDependencies,
  texts: ReturnType<typeof textsOf>['texts']['unsubscribe'],
): Promise<string[]> {
  if ('linkId' in unsubscription) return [texts.asksLink];
  const { organizationId, kind } = unsubscription;
  const name = (await store.people.organizationName(organizationId)) ?? organizationId;
  return [texts.asks(name), texts.kinds[kind]];
}

async function end(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  const unsubscription = await read(c, api);
  if (unsubscription === null) return answerUnknown(c);
  const { done } = textsOf(c).texts.unsubscribe;
  if ('linkId' in unsubscription) {
    await mute(c, api, unsubscription.linkId);
    return page(c, 200, { title: done.title, mark: 'done', lines: [done.link] });
  }
  await unsubscribe(c, api, unsubscription);
  return page(c, 200, { title: done.title, mark: 'done', lines: [done.how] });
}

async function unsubscribe(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  { userId, organizationId, kind }: Exclude<Unsubscription, { linkId: string }>,
): Promise<void> {
  const member = await store.people.member(userId, organizationId);
  if (!member) return;
  await store.audit.write({
    organizationId,
    actor: { id: userId, name: member.email },
    action: 'mail.unsubscribe',
    correlationId: c.get('requestId'),
    details: { kind },
  });
  await store.mailPreferences.set({ userId, organizationId }, kind, false);
}

async function mute(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  linkId: string,
): Promise<void> {
  const link = await store.consentLinks.mute(linkId);
  if (!link) return;
  await store.audit.write({
    organizationId: link.organizationId,
    accountId: link.accountId,
    actor: SYSTEM,
    action: 'consent.linkMuted',
    correlationId: c.get('requestId'),
    details: { kind: link.kind, linkId },
  });
}

function answerUnknown(c: Context<AppEnvironment>): Response {
  const { unknown } = textsOf(c).texts.unsubscribe;
  return page(c, 400, { title: unknown.title, mark: 'attention', lines: [unknown.how] });
}
