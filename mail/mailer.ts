import { createTransport } from 'nodemailer';
import { isMailAddress } from '../domain/mails.ts';
import { ProvostError } from '../domain/failures.ts';
import type { MailOptions } from './environment.ts';
import { createMailLinks } from './links.ts';
import { type Letter, writeLetter } from './letters.ts';
import { renderHtml, renderText } from './render.ts';

/** In milliseconds. */
const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 5_000,
  socketTimeout: 30_000,
} as const;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Sends mails, each over a connection of its own. */
export function createMailer({ url, from, origin, secret }: MailOptions) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const loopback = LOOPBACK.includes(hostname);
  const links = createMailLinks(secret);
  const transport = createTransport({
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A server on this machine cannot be listened to from elsewhere. Any other one must speak TLS.
    requireTLS: !secure && !loopback,
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  return {
    links,

    /** A message id that is the same for every attempt. */
    messageIdOf: (mailId: string): string => `<${mailId}@${domainOf(from.address)}>`,

    /**
     * Sends a letter. The server has taken it when this returns.
     * @throws ProvostError MailRefused if another attempt is pointless, else MailUnavailable.
     */
    async send(letter: Letter, to: string, messageId: string): Promise<void> {
      if (!isMailAddress(to)) throw new ProvostError('MailRefused');
      const { content, unsubscribe } = await writeLetter(letter, { origin, links });
      const message = {
        from: { ...from },
        // An object, so that nothing in it is read as a list of addresses.
        to: { name: '', address: to },
        messageId,
        subject: content.words.subject,
        text: renderText(content),
        html: renderHtml(content),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'Content-Language': content.language,
          'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      };
      await transport.sendMail(message).catch((error: unknown) => {
        throw toFailure(error);
      });
    },
  };
}
export type Mailer = ReturnType<typeof createMailer>;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** What a server says of the recipient or of the message, rather than of us or of the connection. */
const OF_THE_MAIL = ['EENVELOPE', 'EMESSAGE'];
/** Authentication is required, failed, or is too weak: only the operator can mend that. */
const OF_OUR_SIGN_IN = [530, 534, 535, 538];

function toFailure(error: unknown): ProvostError {
  const { code, responseCode } = error instanceof Error ? factsOf(error) : {};
  const final =
    responseCode !== undefined &&
    responseCode >= 500 &&
    !OF_OUR_SIGN_IN.includes(responseCode) &&
    OF_THE_MAIL.includes(code ?? '');
  // No cause: the server's text may name the recipient, and failures are kept in histories.
  return new ProvostError(final ? 'MailRefused' : 'MailUnavailable', undefined, {
    details: { code: code ?? null, responseCode: responseCode ?? null },
  });
}

function factsOf(error: Error): { code?: string; responseCode?: number } {
  const code: unknown = Reflect.get(error, 'code');
  const responseCode: unknown = Reflect.get(error, 'responseCode');
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof responseCode === 'number' && { responseCode }),
  };
}
