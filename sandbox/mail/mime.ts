/** A message as MIME (RFC 5322). */
import type { Message } from './mailbox.ts';
import type { Recipient } from './generated-messages.ts';

const isAscii = (value: string) => /^[\x20-\x7e]*$/.test(value);

/** RFC 2047. */
const encoded = (value: string) =>
  isAscii(value) ? value : `=?utf-8?B?${Buffer.from(value).toString('base64')}?=`;

const mailboxOf = ({ name, address }: Recipient) => `${encoded(name)} <${address}>`;

export function mimeOf({ from, to, subject, received, internetMessageId, body }: Message): string {
  const headers = [
    ...(from ? [`From: ${mailboxOf(from)}`] : []),
    ...(to.length > 0 ? [`To: ${to.map(mailboxOf).join(', ')}`] : []),
    `Subject: ${encoded(subject)}`,
    `Date: ${new Date(received).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${internetMessageId}`,
    'MIME-Version: 1.0',
    `Content-Type: text/${body.contentType === 'html' ? 'html' : 'plain'}; charset="utf-8"`,
    'Content-Transfer-Encoding: base64',
  ];
  const content = Buffer.from(body.content).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `${headers.join('\r\n')}\r\n\r\n${content}\r\n`;
}
