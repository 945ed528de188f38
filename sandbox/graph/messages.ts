/** `/users/{id}/messages`: every mailbox has a few messages, which can be moved. */
import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import { parseBody } from './body.ts';
import { GRAPH, json, linkWith } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { selectedNames } from './entities.ts';
import { GraphError } from './errors.ts';
import { findMailbox } from './mailboxes.ts';
import type { Mailbox } from './mailboxes.ts';
import { pageSizeOf } from './pages.ts';

interface Place {
  readonly folder: string;
  /** Part of the id: a message gets a new id whenever it is moved. */
  readonly moves: number;
}

const moved = new WeakMap<Directory, Map<string, Place>>();

function placesOf(directory: Directory): Map<string, Place> {
  const places = moved.get(directory) ?? new Map<string, Place>();
  moved.set(directory, places);
  return places;
}

const SUBJECTS = [
  'Your invoice is ready',
  'Minutes of the meeting',
  '<b>Urgent</b>: verify your account',
  'Re: travel to Zürich',
  'パスワードの再設定',
];
const MESSAGES_AT_LEAST = 3;
const PAGE = 10;

const messageCount = ({ position }: Mailbox) => MESSAGES_AT_LEAST + (position % 5);

const idOf = ({ position }: Mailbox, index: number, { moves }: Place) =>
  `AAMk${Buffer.from(`${position}/${index}/${moves}`).toString('base64url')}`;

function messageAt({ directory }: GraphCall, mailbox: Mailbox, index: number) {
  const key = `${mailbox.position}/${index}`;
  const place = placesOf(directory).get(key) ?? { folder: 'inbox', moves: 0 };
  const received = new Date(Date.UTC(2026, 8, 1 + index, 9, mailbox.position % 60));
  const from = { name: 'A sender', address: `sender${index}@partner.example` };
  return {
    id: idOf(mailbox, index, place),
    receivedDateTime: received.toISOString().replace('.000', ''),
    subject: SUBJECTS[(mailbox.position + index) % SUBJECTS.length],
    bodyPreview: 'A message of the sandbox.',
    isRead: index % 2 === 0,
    parentFolderId: place.folder,
    internetMessageId: `<${key.replace('/', '.')}@partner.example>`,
    from: { emailAddress: from },
    toRecipients: [{ emailAddress: { address: mailbox.address } }],
  };
}

type Message = ReturnType<typeof messageAt>;

function selectOf(call: GraphCall, message: Message): Partial<Message> {
  const names = selectedNames(call);
  const members = Object.entries(message);
  return Object.fromEntries(
    names ? members.filter(([name]) => name === 'id' || names.includes(name)) : members,
  );
}

const contextOf = ({ userId }: Mailbox) => `${GRAPH}/$metadata#users('${userId}')/messages`;

function indexOf(call: GraphCall, mailbox: Mailbox, id: string): number {
  const indexes = Array.from({ length: messageCount(mailbox) }, (_, index) => index);
  const found = indexes.find((index) => messageAt(call, mailbox, index).id === id);
  if (found === undefined)
    throw new GraphError(
      404,
      'ErrorItemNotFound',
      'The specified object was not found in the store.',
    );
  return found;
}

/** @param folder a folder's id or well-known name; null for the whole mailbox */
export function listMessages(
  call: GraphCall,
  idOrName: string,
  folder: string | null,
): GraphAnswer {
  const mailbox = findMailbox(call, idOrName);
  const messages = Array.from({ length: messageCount(mailbox) }, (_, index) =>
    messageAt(call, mailbox, index),
  ).filter(({ parentFolderId }) => folder === null || parentFolderId === folder);
  const skip = Number(call.query.get('$skip') ?? 0);
  const end = skip + pageSizeOf(call, PAGE);
  const next = end < messages.length && { '@odata.nextLink': linkWith(call, '$skip', String(end)) };
  const value = messages.slice(skip, end).map((message) => selectOf(call, message));
  return json(JSON.stringify({ '@odata.context': contextOf(mailbox), ...next, value }));
}

export function getMessage(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  const mailbox = findMailbox(call, idOrName);
  const message = messageAt(call, mailbox, indexOf(call, mailbox, id));
  const context = `${contextOf(mailbox)}/$entity`;
  return json(JSON.stringify({ '@odata.context': context, ...selectOf(call, message) }));
}

const moveSchema = z.object({ destinationId: z.string().min(1) });

/** Moves a message and returns it with its new id. */
export function moveMessage(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  const mailbox = findMailbox(call, idOrName);
  const index = indexOf(call, mailbox, id);
  const { destinationId } = parseBody(moveSchema, call.body);
  const places = placesOf(call.directory);
  const key = `${mailbox.position}/${index}`;
  places.set(key, { folder: destinationId, moves: (places.get(key)?.moves ?? 0) + 1 });
  const context = `${contextOf(mailbox)}/$entity`;
  const message = messageAt(call, mailbox, index);
  return json(JSON.stringify({ '@odata.context': context, ...message }), 201);
}
