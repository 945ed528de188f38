/** The settings for sending mail. Without `SMTP_URL`, none is sent. */
import { z } from 'zod';
import { isMailAddress } from '../domain/mails.ts';

const SMTP_URL = z
  .string()
  .refine(isSmtpUrl, {
    error:
      'must be the address of a mail server: smtp://user:password@host:587 or smtps://user:password@host:465',
  })
  .optional();

const MAIL_FROM = z
  .string()
  .refine((value) => readSender(value) !== null, {
    error: 'must be an address, or a name and an address: Provost <provost@example.com>',
  })
  .optional();

/** For the API, which says whether mail is sent, and for the worker, which sends it. */
export const mailEnvironment = z.object({ SMTP_URL, MAIL_FROM });

/** What the worker needs in addition, because mails contain links. */
export const mailLinkEnvironment = z.object({
  PROVOST_ORIGIN: z
    .string()
    .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
      error: 'must be an origin without a path or trailing slash',
    })
    .optional(),
});

/** Where mail is sent, and in whose name. */
export interface MailServer {
  readonly url: string;
  readonly from: Sender;
}

/** What sending mail takes. */
export interface MailOptions extends MailServer {
  /** The console's public origin, for links. */
  readonly origin: string;
  /** The product's secret, which signs what links contain. */
  readonly secret: string;
}

interface Sender {
  readonly name: string;
  readonly address: string;
}

const DEFAULT_NAME = 'Provost';
const NAME_AND_ADDRESS = /^([^<>\p{Cc}]{0,100})<([^<>]+)>$/u;

/** The sender in `Name <address>` or `address`; null if it is neither. */
function readSender(value: string): Sender | null {
  const [, name, address] = NAME_AND_ADDRESS.exec(value) ?? [value, '', value];
  if (!isMailAddress(address ?? '')) return null;
  return { name: name?.trim().replaceAll('"', '') || DEFAULT_NAME, address: address ?? '' };
}

/** Options in the address are refused, because they could switch off what protects a connection. */
function isSmtpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  const bare = (pathname === '' || pathname === '/') && search === '' && hash === '';
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && bare;
}

/** What is missing for sending mail. Passed to `readConfiguration`. */
export function mailProblems(given: NodeJS.ProcessEnv, needed: readonly string[]): string[] {
  if (!given['SMTP_URL']) return [];
  return needed
    .filter((name) => !given[name])
    .map((name) => `${name}: is needed to send mail by SMTP_URL`);
}

/** The mail server of the settings, or null if mail is off. */
export function toMailServer({
  SMTP_URL: url,
  MAIL_FROM: from,
}: z.infer<typeof mailEnvironment>): MailServer | null {
  const sender = from === undefined ? null : readSender(from);
  return url === undefined || sender === null ? null : { url, from: sender };
}

/** Everything that sending mail takes, or null if mail is off. */
export function toMailOptions(
  env: z.infer<typeof mailEnvironment> &
    z.infer<typeof mailLinkEnvironment> & { readonly PROVOST_SECRET: string },
): MailOptions | null {
  const server = toMailServer(env);
  const { PROVOST_ORIGIN: origin, PROVOST_SECRET: secret } = env;
  return server === null || origin === undefined ? null : { ...server, origin, secret };
}
