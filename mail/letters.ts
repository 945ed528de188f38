/** Which words a mail has, in which language, and where its links lead. */
import type { AttentionReason } from '../domain/reasons.ts';
import { type ConsentKind, CONSENTS } from '../domain/consents.ts';
import type { Language } from '../domain/languages.ts';
import type { LinkMailKind, PersonalMailKind } from '../domain/mails.ts';
import { mails as english } from '../domain/sentences/mails-en.ts';
import type { MailTexts, MailWords } from '../domain/sentences/mails-en.ts';
import { mails as spanish } from '../domain/sentences/mails-es.ts';
import { sentencesOf } from '../domain/sentences/reasons/steps.ts';
import { type Service, SERVICES } from '../domain/services/services.ts';
import { type MailLinks, UNSUBSCRIBE_PATH } from './links.ts';
import type { MailContent } from './render.ts';

const TEXTS: Readonly<Record<Language, MailTexts>> = { en: english, es: spanish };

/** A consent link that a mail is about. */
interface LinkFacts {
  readonly linkId: string;
  readonly service: Service;
  readonly consent: ConsentKind;
  readonly maker: string;
  readonly sentAt: Date;
  readonly expiresAt: Date;
}

/** What happened to an account. */
interface EventFacts {
  readonly service: Service;
  readonly reason: AttentionReason | null;
  readonly occurredAt: Date;
  /** Since when it needed a person, of what has recovered. */
  readonly since: Date | null;
}

interface Common {
  readonly language: Language;
  readonly organizationId: string;
  /** Its name. */
  readonly organization: string;
}

/** What is to be told, and to whom. */
export type Letter = Common &
  (
    | {
        readonly kind: Exclude<PersonalMailKind, 'consentLinkExpired'>;
        readonly userId: string;
        readonly event: EventFacts;
      }
    | { readonly kind: 'consentLinkExpired'; readonly userId: string; readonly link: LinkFacts }
    | { readonly kind: LinkMailKind; readonly link: LinkFacts }
  );

/** A letter with its links. */
export interface WrittenLetter {
  readonly content: MailContent;
  /** Ends mails of this kind by one click (RFC 8058). */
  readonly unsubscribe: string;
}

/** Names come from people. Line breaks and other controls have no place in them, nor has a whole text. */
const LONGEST_NAME = 100;
const plain = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);

export async function writeLetter(
  letter: Letter,
  { origin, links }: { origin: string; links: MailLinks },
): Promise<WrittenLetter> {
  const { language } = letter;
  const texts = TEXTS[language];
  const token = await links.unsubscribeToken(
    'userId' in letter
      ? { userId: letter.userId, organizationId: letter.organizationId, kind: letter.kind }
      : { linkId: letter.link.linkId },
  );
  const unsubscribe = `${origin}${UNSUBSCRIBE_PATH}?token=${token}`;
  return {
    unsubscribe,
    content: {
      language,
      words: wordsOf(letter, texts),
      whatToDo: texts.whatToDo,
      action: actionOf(letter, origin, links),
      footer: footerOf(letter, texts, { unsubscribe, origin }),
    },
  };
}

function wordsOf(letter: Letter, texts: MailTexts): MailWords {
  const organization = plain(letter.organization);
  const instant = instantIn(letter.language);
  if ('event' in letter) {
    const { service: id, reason, occurredAt, since } = letter.event;
    const names = { service: SERVICES[id].name, organization };
    if (letter.kind === 'recovered') {
      return texts.recovered({
        ...names,
        reason: reason && `${sentencesOf(reason, letter.language, names).title}.`,
        since: since && instant(since),
      });
    }
    if (letter.kind !== 'attentionRequired') return texts[letter.kind](names);
    // Every event of this kind has a reason.
    const told = sentencesOf(reason ?? 'unexpectedFailure', letter.language, names);
    return texts.attentionRequired({
      ...names,
      reason: `${told.title}. ${told.lead}`,
      turn: told.turn,
      since: instant(occurredAt),
      steps: told.steps,
    });
  }
  const { service, consent, maker, sentAt, expiresAt } = letter.link;
  return texts[letter.kind]({
    organization,
    service: SERVICES[service].name,
    resource: CONSENTS[consent].resourceName,
    maker: plain(maker),
    until: instant(expiresAt),
    sentAt: instant(sentAt),
  });
}

function actionOf(letter: Letter, origin: string, links: MailLinks): string {
  const organization = `${origin}/organizations/${encodeURIComponent(letter.organizationId)}`;
  switch (letter.kind) {
    case 'consentLink':
    case 'consentLinkReminder':
      return `${origin}/consents/link/${links.consentLinkSecret(letter.link.linkId)}`;
    case 'consentLinkExpired':
      return `${organization}/provision/${letter.link.service}`;
    case 'removed':
      return `${organization}/dashboard`;
    case 'attentionRequired':
      return `${organization}/provision/${letter.event.service}`;
    default:
      return `${organization}/administration/service-accounts/${letter.event.service}`;
  }
}

function footerOf(
  letter: Letter,
  { footer }: MailTexts,
  { unsubscribe, origin }: { unsubscribe: string; origin: string },
): MailContent['footer'] {
  const organization = plain(letter.organization);
  if (!('userId' in letter)) {
    return {
      why: footer.whyLink(plain(letter.link.maker), organization),
      links: [{ label: footer.noReminder, address: unsubscribe }],
    };
  }
  const preferences = `${origin}/organizations/${encodeURIComponent(letter.organizationId)}/administration/mail`;
  return {
    why: footer.why(organization),
    links: [
      { label: footer.unsubscribe(footer.kind[letter.kind]), address: unsubscribe },
      { label: footer.preferences, address: preferences },
    ],
  };
}

function instantIn(language: Language): (instant: Date) => string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return (instant) => `${format.format(instant)} UTC`;
}
