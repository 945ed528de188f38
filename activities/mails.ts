import { Context } from '@temporalio/activity';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { type LinkMailKind, mailRetryDelay, type PersonalMailKind } from '../domain/mails.ts';
import type { Letter } from '../mail/letters.ts';
import type { Mailer } from '../mail/mailer.ts';
import { type ConsentLink, whyUnusable } from '../store/consent-links.ts';
import type { Mail } from '../store/mails.ts';
import type { Store } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';

/** A letter, and the address that it goes to. */
interface Addressed {
  readonly letter: Letter;
  readonly to: string;
}

/** Sends mails. */
export function createMailActivities({ store, mailer }: Pick<Dependencies, 'store' | 'mailer'>) {
  return {
    /**
     * Sends a mail that was queued, unless nobody wants it any more. The message id is kept before, so a repeated
     * attempt has the same: if a worker dies between sending and marking, the mail comes twice, and most mail
     * programs show it once.
     * @throws ProvostError MailUnavailable, with the time of the next attempt; MailRefused.
     */
    async sendMail({ id }: { id: string }): Promise<void> {
      if (mailer === null) throw inTime(new ProvostError('MailUnavailable'));
      const mail = await store.mails.begin(id, mailer.messageIdOf(id));
      if (mail === null) return;
      const addressed = await address(store, mailer, mail);
      if (addressed === null) {
        await store.mails.drop(id);
        return;
      }
      await mailer.send(addressed.letter, addressed.to, mail.messageId).catch((error: unknown) => {
        throw inTime(error);
      });
      await store.mails.markSent(id);
    },

    /** Keeps why a mail could not be delivered, for the person's preferences. */
    async recordMailFailure({ id, failure }: { id: string; failure: FailureType }): Promise<void> {
      await store.mails.fail(id, failure);
    },
  };
}

/** The failure with the time of the next attempt, which grows from seconds to half a day. */
function inTime(error: unknown): unknown {
  if (!(error instanceof ProvostError)) return error;
  const retryAfter = mailRetryDelay(Context.current().info.attempt);
  return new ProvostError(error.type, error.message, { details: error.details, retryAfter });
}

/** Null if nobody wants the mail any more: the person left, said so, or the link has ended. */
async function address(store: Store, mailer: Mailer, mail: Mail): Promise<Addressed | null> {
  const { organizationId, kind, userId, linkId, eventId } = mail;
  const organization = (await store.people.organizationName(organizationId)) ?? organizationId;
  const link = linkId === null ? null : await store.consentLinks.byId(linkId);
  if (kind === 'consentLink' || kind === 'consentLinkReminder') {
    if (!link || !mailer.links.isLinkOf(link)) return null;
    return toOutsider(link, { organizationId, organization, kind });
  }
  const person = userId === null ? null : await personWho(store, userId, organizationId, kind);
  if (person === null) return null;
  const common = { organizationId, organization, language: person.language, userId: person.userId };
  if (kind === 'consentLinkExpired') {
    return link && { to: person.email, letter: { ...common, kind, link: factsOf(link) } };
  }
  if (eventId === null) return null;
  const { data, occurredAt } = await store.mails.event(eventId);
  const { service, reason = null, since } = data;
  const event = { service, reason, occurredAt, since: since ? new Date(since) : null };
  return { to: person.email, letter: { ...common, kind, event } };
}

function toOutsider(
  link: ConsentLink,
  common: { organizationId: string; organization: string; kind: LinkMailKind },
): Addressed | null {
  if (link.mailAddress === null || link.mutedAt !== null || whyUnusable(link) !== null) return null;
  const language = link.mailLanguage ?? 'en';
  return { to: link.mailAddress, letter: { ...common, language, link: factsOf(link) } };
}

const factsOf = (link: ConsentLink) => ({
  linkId: link.linkId,
  service: link.service,
  consent: link.kind,
  maker: link.createdByName,
  sentAt: link.mailedAt ?? link.createdAt,
  expiresAt: link.expiresAt,
});

/** The person, if still a member who wants this kind. */
async function personWho(
  store: Store,
  userId: string,
  organizationId: string,
  kind: PersonalMailKind,
) {
  const member = await store.people.member(userId, organizationId);
  if (!member) return null;
  const where = { userId, organizationId };
  if (!(await store.mailPreferences.wants(where, member.role, kind))) return null;
  const language = (await store.languages.of(userId)) ?? 'en';
  return { userId, language, email: member.email };
}
