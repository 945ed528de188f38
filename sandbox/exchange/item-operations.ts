/** `FindItem`, `GetItem`, `CreateItem`, `MoveItem`, `CopyItem`, `DeleteItem`. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type MessageContent, withoutFraction } from '../mail/generated-messages.ts';
import type { Mailbox, Message } from '../mail/mailbox.ts';
import { messageXml } from './item-xml.ts';
import { define, isIdOnly, pagingXml, restriction, shape } from './operation.ts';
import { folderId, folderIds, itemIds } from './references.ts';
import { many, textElement } from './soap.ts';

const items = (xml: string) => `<m:Items>${xml}</m:Items>`;
const ID_ONLY = { idOnly: true, whole: false };

const fieldsOf = ({ subject, internetMessageId, isDraft }: Message) => ({
  'item:IsDraft': String(isDraft),
  'item:Subject': subject,
  'message:InternetMessageId': internetMessageId,
});

const findItem = define({
  name: 'FindItem',
  request: z.object({
    '@Traversal': z.enum(['Shallow', 'SoftDeleted', 'Associated']),
    ItemShape: shape,
    Restriction: restriction.optional(),
    ParentFolderIds: folderIds,
  }),
  outcomes: (request, { find, outcome }) =>
    request.ParentFolderIds.map((reference) =>
      outcome(() => {
        const { mailbox, folder } = find(reference);
        const live = request['@Traversal'] === 'Shallow' ? mailbox.messagesIn(folder) : [];
        const found = live.filter((message) => request.Restriction?.(fieldsOf(message)) ?? true);
        const idOnly = isIdOnly(request.ItemShape);
        const xml = found.map((each) => messageXml(mailbox, each, { idOnly, whole: false }));
        return `<m:RootFolder ${pagingXml(found.length)}><t:Items>${xml.join('')}</t:Items></m:RootFolder>`;
      }),
    ),
});

const getItem = define({
  name: 'GetItem',
  request: z.object({ ItemShape: shape, ItemIds: itemIds }),
  outcomes: ({ ItemShape, ItemIds }, { mailbox, outcome }) =>
    ItemIds.map((id) =>
      outcome(() => {
        const idOnly = isIdOnly(ItemShape);
        return items(messageXml(mailbox, mailbox.message(id), { idOnly, whole: !idOnly }));
      }),
    ),
});

const recipients = z
  .object({ Mailbox: many(z.object({ Name: z.string().optional(), EmailAddress: z.string() })) })
  .transform(({ Mailbox }) =>
    Mailbox.map(({ Name, EmailAddress }) => ({
      name: Name ?? EmailAddress,
      address: EmailAddress,
    })),
  );

const newMessage = z.object({
  Subject: textElement.default(''),
  Body: z
    .object({ '@BodyType': z.enum(['HTML', 'Text']), '#text': z.string().default('') })
    .optional(),
  ToRecipients: recipients.default([]),
});

function contentOf(message: z.infer<typeof newMessage>, { owner }: Mailbox): MessageContent {
  const { Subject, Body, ToRecipients } = message;
  const html = Body?.['@BodyType'] === 'HTML';
  return {
    subject: Subject,
    body: { contentType: html ? 'html' : 'text', content: Body?.['#text'] ?? '' },
    from: { name: owner.address, address: owner.address },
    to: ToRecipients,
    internetMessageId: `<${randomUUID()}@${owner.address.split('@')[1]}>`,
    received: withoutFraction(new Date()),
    isRead: true,
    isDraft: true,
  };
}

/** Nothing is ever sent: only `SaveOnly` is in the sandbox. */
const createItem = define({
  name: 'CreateItem',
  request: z.object({
    '@MessageDisposition': z.literal('SaveOnly'),
    SavedItemFolderId: folderId.optional(),
    Items: z.object({ Message: many(newMessage) }),
  }),
  outcomes: ({ SavedItemFolderId, Items }, { find, outcome }) =>
    Items.Message.map((message) =>
      outcome(() => {
        const [target = { reference: 'drafts', mailbox: null }] = SavedItemFolderId ?? [];
        const { mailbox, folder } = find(target);
        const created = mailbox.createMessage(folder, contentOf(message, mailbox));
        return items(messageXml(mailbox, created, ID_ONLY));
      }),
    ),
});

const transfer = (name: 'MoveItem' | 'CopyItem', method: 'moveMessage' | 'copyMessage') =>
  define({
    name,
    request: z.object({ ToFolderId: folderId, ItemIds: itemIds }),
    outcomes: ({ ToFolderId: [target], ItemIds }, { mailbox, find, outcome }) =>
      ItemIds.map((id) =>
        outcome(() => {
          if (!target) throw new Error('The schema demands a target.');
          const message = mailbox.message(id);
          const moved = mailbox[method](message, find(target).folder);
          return items(messageXml(mailbox, moved, ID_ONLY));
        }),
      ),
  });

const deleteItem = define({
  name: 'DeleteItem',
  request: z.object({
    '@DeleteType': z.enum(['HardDelete', 'SoftDelete', 'MoveToDeletedItems']),
    ItemIds: itemIds,
  }),
  outcomes: (request, { mailbox, outcome }) =>
    request.ItemIds.map((id) =>
      outcome(() => {
        const permanently = request['@DeleteType'] !== 'MoveToDeletedItems';
        mailbox.removeMessage(mailbox.message(id), permanently);
        return '';
      }),
    ),
});

export const ITEM_OPERATIONS = [
  findItem,
  getItem,
  createItem,
  transfer('MoveItem', 'moveMessage'),
  transfer('CopyItem', 'copyMessage'),
  deleteItem,
];
