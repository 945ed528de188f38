/** The operations on mailboxes. */
import { type Operation, read, write } from '../operation.ts';
import { withMailErrors } from './access.ts';
import { createFolder, deleteFolder, getFolder, listFolders } from './folders.ts';
import {
  createMessage,
  deleteMessage,
  getMessage,
  getMime,
  listMessages,
  transfer,
} from './messages.ts';
import { getMailboxSettings, getUserPurpose } from './settings.ts';

const MESSAGE = '/users/:/messages/:';
const FOLDER = '/users/:/mailFolders/:';

const operations: readonly Operation[] = [
  read('/users/:/mailboxSettings', 'mailboxSettings', (call, [id]) => getMailboxSettings(call, id)),
  read('/users/:/mailboxSettings/userPurpose', 'mailboxSettings', (call, [id]) =>
    getUserPurpose(call, id),
  ),
  read('/users/:/messages', 'listMail', (call, [id]) => listMessages(call, id, null)),
  write('POST', '/users/:/messages', 'writeMail', (call, [id]) => createMessage(call, id, null)),
  read(MESSAGE, 'readMessage', (call, [id, message]) => getMessage(call, id, message)),
  write('DELETE', MESSAGE, 'writeMail', (call, [id, message]) =>
    deleteMessage(call, id, message, false),
  ),
  read(`${MESSAGE}/$value`, 'readMessage', (call, [id, message]) => getMime(call, id, message)),
  write('POST', `${MESSAGE}/move`, 'writeMail', (call, [id, message]) =>
    transfer(call, 'moveMessage', id, message),
  ),
  write('POST', `${MESSAGE}/copy`, 'writeMail', (call, [id, message]) =>
    transfer(call, 'copyMessage', id, message),
  ),
  write('POST', `${MESSAGE}/permanentDelete`, 'writeMail', (call, [id, message]) =>
    deleteMessage(call, id, message, true),
  ),
  read('/users/:/mailFolders', 'listMail', (call, [id]) => listFolders(call, id, null)),
  write('POST', '/users/:/mailFolders', 'writeMail', (call, [id]) => createFolder(call, id, null)),
  read(FOLDER, 'listMail', (call, [id, folder]) => getFolder(call, id, folder)),
  write('DELETE', FOLDER, 'writeMail', (call, [id, folder]) => deleteFolder(call, id, folder)),
  read(`${FOLDER}/childFolders`, 'listMail', (call, [id, folder]) => listFolders(call, id, folder)),
  write('POST', `${FOLDER}/childFolders`, 'writeMail', (call, [id, folder]) =>
    createFolder(call, id, folder),
  ),
  read(`${FOLDER}/messages`, 'listMail', (call, [id, folder]) => listMessages(call, id, folder)),
  write('POST', `${FOLDER}/messages`, 'writeMail', (call, [id, folder]) =>
    createMessage(call, id, folder),
  ),
];

export const MAIL_OPERATIONS: readonly Operation[] = operations.map((operation) => ({
  ...operation,
  workload: 'mailbox',
  cost: 0,
  answer: (call, parameters) => withMailErrors(() => operation.answer(call, parameters)),
}));
