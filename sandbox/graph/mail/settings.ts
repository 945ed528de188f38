/** `/users/{id}/mailboxSettings`: whether a user has a mailbox, and its purpose. */
import { GRAPH, json } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { requireProperties, selectedNames } from '../entities.ts';
import { openMailbox } from './access.ts';

const contextOf = (userId: string, property = '') =>
  `${GRAPH}/$metadata#users('${userId}')/mailboxSettings${property}`;

export function getMailboxSettings(call: GraphCall, idOrName: string): GraphAnswer {
  const names = selectedNames(call);
  requireProperties('mailboxSettings', names ?? []);
  const { user } = openMailbox(call, idOrName);
  const settings = {
    archiveFolder: null,
    timeZone: 'W. Europe Standard Time',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy-MM-dd',
    timeFormat: 'HH:mm',
    userPurpose: user.mailbox,
  };
  const selected = Object.entries(settings).filter(([name]) => names?.includes(name) ?? true);
  const context = { '@odata.context': contextOf(user.id) };
  return json(JSON.stringify({ ...context, ...Object.fromEntries(selected) }));
}

export function getUserPurpose(call: GraphCall, idOrName: string): GraphAnswer {
  const { user } = openMailbox(call, idOrName);
  const context = contextOf(user.id, '/userPurpose');
  return json(JSON.stringify({ '@odata.context': context, value: user.mailbox }));
}
