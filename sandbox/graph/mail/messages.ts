/** `/users/{id}/messages`: list, read, create, move, copy and delete messages. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type MessageContent, withoutFraction } from '../../mail/generated-messages.ts';
import { fromGraphId, toGraphId } from '../../mail/ids.ts';
import type { Mailbox, Message } from '../../mail/mailbox.ts';
import { mimeOf } from '../../mail/mime.ts';
import { parseBody } from '../body.ts';
import { GRAPH, json, noContent, text } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { requireProperties, selectedNames } from '../entities.ts';
import { findFolder, openMailbox } from './access.ts';
import { answerList, chosen } from './listing.ts';

function describe({ preferences }: GraphCall, mailbox: Mailbox, message: Message) {
  const { received, body, from, to } = message;
  const sender = from && { emailAddress: from };
  return {
    id: toGraphId(mailbox.idOf(message, preferences.immutableIds)),
    createdDateTime: received,
    lastModifiedDateTime: received,
    changeKey: `CQAAABYAAAA${message.moves}`,
    categories: [],
    receivedDateTime: received,
    sentDateTime: received,
    hasAttachments: false,
    internetMessageId: message.internetMessageId,
    subject: message.subject,
    bodyPreview: body.content.slice(0, 255),
    importance: 'normal',
    parentFolderId: toGraphId(mailbox.folderOf(message).id),
    isRead: message.isRead,
    isDraft: message.isDraft,
    body,
    sender,
    from: sender,
    toRecipients: to.map((emailAddress) => ({ emailAddress })),
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
  };
}

const applied = ({ preferences }: GraphCall): Record<string, string> =>
  preferences.immutableIds ? { 'Preference-Applied': 'IdType="ImmutableId"' } : {};

const contextOf = (call: GraphCall, { owner }: Mailbox) => {
  const names = selectedNames(call);
  return `${GRAPH}/$metadata#users('${owner.userId}')/messages${names ? `(${names.join(',')})` : ''}`;
};

function oneOf(call: GraphCall, mailbox: Mailbox, message: Message, status = 200): GraphAnswer {
  const context = { '@odata.context': `${contextOf(call, mailbox)}/$entity` };
  const body = { ...context, ...chosen(call, describe(call, mailbox, message)) };
  return json(JSON.stringify(body), status, applied(call));
}

const find = ({ preferences }: GraphCall, mailbox: Mailbox, id: string) =>
  mailbox.message(fromGraphId(id), preferences.immutableIds);

/** @param folder a folder's id or well-known name; null for the whole mailbox */
export function listMessages(
  call: GraphCall,
  idOrName: string,
  folder: string | null,
): GraphAnswer {
  requireProperties('message', selectedNames(call) ?? []);
  const { mailbox } = openMailbox(call, idOrName);
  const messages = mailbox.messagesIn(folder === null ? null : findFolder(mailbox, folder));
  const answer = answerList(call, contextOf(call, mailbox), 'message', messages, (message) =>
    describe(call, mailbox, message),
  );
  return { ...answer, headers: { ...answer.headers, ...applied(call) } };
}

export function getMessage(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  requireProperties('message', selectedNames(call) ?? []);
  const { mailbox } = openMailbox(call, idOrName);
  return oneOf(call, mailbox, find(call, mailbox, id));
}

/** `/$value`: the message as MIME. */
export function getMime(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  const { mailbox } = openMailbox(call, idOrName);
  return text(mimeOf(find(call, mailbox, id)));
}

const recipientSchema = z.object({
  emailAddress: z.object({ name: z.string().optional(), address: z.string() }),
});

/** What the sandbox keeps of a new message. Other properties are accepted and dropped. */
const newMessageSchema = z.object({
  subject: z.string().max(255).default(''),
  body: z
    .object({
      contentType: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['text', 'html'])),
      content: z.string(),
    })
    .default({ contentType: 'text', content: '' }),
  from: recipientSchema.nullish(),
  toRecipients: z.array(recipientSchema).default([]),
  isRead: z.boolean().default(true),
});

const recipientOf = ({ emailAddress }: z.infer<typeof recipientSchema>) => ({
  name: emailAddress.name ?? emailAddress.address,
  address: emailAddress.address,
});

/** Creates a draft. Without a folder, in Drafts. */
export function createMessage(
  call: GraphCall,
  idOrName: string,
  folder: string | null,
): GraphAnswer {
  const { subject, body, from, toRecipients, isRead } = parseBody(newMessageSchema, call.body);
  const { mailbox } = openMailbox(call, idOrName);
  const { owner } = mailbox;
  const content: MessageContent = {
    subject,
    body,
    from: from ? recipientOf(from) : { name: owner.address, address: owner.address },
    to: toRecipients.map(recipientOf),
    internetMessageId: `<${randomUUID()}@${owner.address.split('@')[1]}>`,
    received: withoutFraction(new Date()),
    isRead,
    isDraft: true,
  };
  const message = mailbox.createMessage(findFolder(mailbox, folder ?? 'drafts'), content);
  return oneOf(call, mailbox, message, 201);
}

/** The parameters of `move` and `copy`. */
export const destinationSchema = z.object({ DestinationId: z.string().min(1) });

/** `move` and `copy`. A moved message has a new id, unless immutable ids are preferred. */
export function transfer(
  call: GraphCall,
  operation: 'moveMessage' | 'copyMessage',
  idOrName: string,
  id: string,
): GraphAnswer {
  const { DestinationId } = parseBody(destinationSchema, call.body);
  const { mailbox } = openMailbox(call, idOrName);
  const message = find(call, mailbox, id);
  const moved = mailbox[operation](message, findFolder(mailbox, DestinationId));
  return oneOf(call, mailbox, moved, 201);
}

export function deleteMessage(
  call: GraphCall,
  idOrName: string,
  id: string,
  permanently: boolean,
): GraphAnswer {
  const { mailbox } = openMailbox(call, idOrName);
  mailbox.removeMessage(find(call, mailbox, id), permanently);
  return noContent();
}
