/** What is told by mail, to whom by default, and within which limits. */
import type { EventType } from './events.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To console users, each of whom chooses which kinds to get. */
export const PERSONAL_MAIL_KINDS = [
  'attentionRequired',
  'recovered',
  'protected',
  'removed',
  'consentLinkExpired',
] as const;
export type PersonalMailKind = (typeof PERSONAL_MAIL_KINDS)[number];

/** To somebody without access to the console. */
export const LINK_MAIL_KINDS = ['consentLink', 'consentLinkReminder'] as const;
export type LinkMailKind = (typeof LINK_MAIL_KINDS)[number];

export type MailKind = PersonalMailKind | LinkMailKind;

/** `dropped`: nobody wants it any more, because the person said so, or because it has become pointless. */
export const MAIL_STATES = ['queued', 'sent', 'failed', 'dropped'] as const;
export type MailState = (typeof MAIL_STATES)[number];

const OF_EVENT: Readonly<Partial<Record<EventType, PersonalMailKind>>> = {
  'account.attention_required': 'attentionRequired',
  'account.recovered': 'recovered',
  'account.protected': 'protected',
  'account.removed': 'removed',
};

/** The kind of mail that tells an event; null if none does. */
export const mailKindOf = (type: EventType): PersonalMailKind | null => OF_EVENT[type] ?? null;

/** What a person gets without having chosen. Viewers get nothing. */
export const wantedByDefault = (role: string): boolean => role === 'administrator';

/** Delays after each attempt to send that failed; together most of a day. One more attempt follows the last. */
export const MAIL_RETRY_DELAYS = [
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const;
export const MAIL_ATTEMPTS = MAIL_RETRY_DELAYS.length + 1;
/** When somebody who got a consent link by mail is reminded, once. */
export const CONSENT_LINK_REMINDER = 2 * DAY;
/** Consent links that an organization may send by mail within a day. */
export const MAX_LINK_MAILS_PER_DAY = 20;
/** How long it is kept what was sent. */
export const MAIL_RETENTION = 90 * DAY;

/** Milliseconds until the next attempt, after `attempt` (1-based) failed ones. */
export const mailRetryDelay = (attempt: number): number =>
  MAIL_RETRY_DELAYS[Math.min(Math.max(attempt, 1), MAIL_RETRY_DELAYS.length) - 1] ?? DAY;

/** Of an address (RFC 5321, 4.5.3.1). */
const [MAX_ADDRESS, MAX_LOCAL_PART] = [254, 64];
const ATOMS = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])$/i;

/** Whether it is one plain address in ASCII: no name, no list, no quotes, no comment, no address of a machine. */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return (
    at > 0 &&
    text.length <= MAX_ADDRESS &&
    local.length <= MAX_LOCAL_PART &&
    ATOMS.test(local) &&
    DOMAIN.test(domain)
  );
}
