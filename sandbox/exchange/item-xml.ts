/** Messages as XML. */
import { mimeOf } from '../mail/mime.ts';
import type { Mailbox, Message } from '../mail/mailbox.ts';
import type { Recipient } from '../mail/generated-messages.ts';
import { element, escapeXml } from './soap.ts';

const mailboxXml = ({ name, address }: Recipient) =>
  `<t:Mailbox>${element('Name', name)}${element('EmailAddress', address)}${element('RoutingType', 'SMTP')}</t:Mailbox>`;

const itemIdXml = (mailbox: Mailbox, message: Message) =>
  `<t:ItemId Id="${escapeXml(mailbox.idOf(message))}" ChangeKey="CQAAABYAAAA${message.moves}"/>`;

/** Elements are in the order of the schema. `GetItem` includes body and MIME, lists do not. */
export function messageXml(
  mailbox: Mailbox,
  message: Message,
  { idOnly, whole }: { idOnly: boolean; whole: boolean },
): string {
  const { body, from, to, received } = message;
  const mime = Buffer.from(mimeOf(message)).toString('base64');
  const type = body.contentType === 'html' ? 'HTML' : 'Text';
  const details = [
    `<t:ParentFolderId Id="${escapeXml(mailbox.folderOf(message).id)}" ChangeKey="AQAAABYAAAA="/>`,
    element('ItemClass', 'IPM.Note'),
    element('Subject', message.subject),
    ...(whole ? [`<t:Body BodyType="${type}">${escapeXml(body.content)}</t:Body>`] : []),
    element('DateTimeReceived', received),
    element('IsDraft', message.isDraft),
    element('DateTimeSent', received),
    element('DateTimeCreated', received),
    element('HasAttachments', false),
    ...(from ? [`<t:Sender>${mailboxXml(from)}</t:Sender>`] : []),
    ...(to.length > 0 ? [`<t:ToRecipients>${to.map(mailboxXml).join('')}</t:ToRecipients>`] : []),
    ...(from ? [`<t:From>${mailboxXml(from)}</t:From>`] : []),
    element('InternetMessageId', message.internetMessageId),
    element('IsRead', message.isRead),
  ];
  const content = whole ? `<t:MimeContent CharacterSet="UTF-8">${mime}</t:MimeContent>` : '';
  return `<t:Message>${content}${itemIdXml(mailbox, message)}${idOnly ? '' : details.join('')}</t:Message>`;
}
