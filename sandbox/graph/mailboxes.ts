/** `/users/{id}/mailboxSettings`: whether a user has a mailbox, and its purpose. */
import type { MailboxPurpose } from '../directory/objects.ts';
import { GRAPH, json } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GraphError } from './errors.ts';
import { findUser } from './users.ts';

export interface Mailbox {
  /** The owner's position in the user collection. */
  readonly position: number;
  readonly userId: string;
  readonly address: string;
  readonly purpose: MailboxPurpose;
}

/** @throws GraphError 404 for an unknown user or a user without a mailbox */
export function findMailbox(call: GraphCall, idOrName: string): Mailbox {
  const { position, id, mail, userPrincipalName, mailbox } = findUser(call, idOrName);
  if (mailbox === null)
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  return { position, userId: id, address: mail ?? userPrincipalName, purpose: mailbox };
}

const contextOf = ({ userId }: Mailbox, property = '') =>
  `${GRAPH}/$metadata#users('${userId}')/mailboxSettings${property}`;

export function getMailboxSettings(call: GraphCall, idOrName: string): GraphAnswer {
  const mailbox = findMailbox(call, idOrName);
  const settings = {
    '@odata.context': contextOf(mailbox),
    archiveFolder: null,
    timeZone: 'W. Europe Standard Time',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: mailbox.purpose,
  };
  return json(JSON.stringify(settings));
}

export function getUserPurpose(call: GraphCall, idOrName: string): GraphAnswer {
  const mailbox = findMailbox(call, idOrName);
  const context = contextOf(mailbox, '/userPurpose');
  return json(JSON.stringify({ '@odata.context': context, value: mailbox.purpose }));
}
