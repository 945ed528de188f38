/** A mailbox: folders and messages, as EWS and the mail part of Graph see them. */
import { DEFAULT_FOLDERS } from './default-folders.ts';
import { exchangeId, isWellFormed } from './ids.ts';
import { MailError } from './mail-error.ts';
import { generatedMessages, type MessageContent } from './generated-messages.ts';
import type { MailboxOwner } from './generated-messages.ts';

export interface Folder {
  readonly number: number;
  readonly id: string;
  readonly displayName: string;
  /** Null for the root. */
  readonly parent: number | null;
  readonly folderClass: string | null;
  readonly hidden: boolean;
  /** The well-known name; null for a folder that somebody created. */
  readonly name: string | null;
}

export interface Message extends MessageContent {
  readonly number: number;
  readonly folder: number;
  /** A move gives a message a new id. */
  readonly moves: number;
}

export interface Mailbox {
  readonly owner: MailboxOwner;
  readonly root: Folder;
  /** @param reference an id in EWS's spelling, or a well-known name. @throws MailError */
  folder(reference: string): Folder;
  /** The folder with that number, which a parent or a message names. */
  folderBy(number: number): Folder;
  folderOf(message: Message): Folder;
  childrenOf(folder: Folder): Folder[];
  /** @throws MailError ErrorFolderExists */
  createFolder(parent: Folder, displayName: string, options?: { hidden?: boolean }): Folder;
  /** Also its messages and folders. @throws MailError for a default folder */
  removeFolder(folder: Folder): void;
  /** Null for the whole mailbox. */
  messagesIn(folder: Folder | null): Message[];
  /** @param id in EWS's spelling; one that survives moves only if `immutable`. @throws MailError */
  message(id: string, immutable?: boolean): Message;
  idOf(message: Message, immutable?: boolean): string;
  createMessage(folder: Folder, content: MessageContent): Message;
  moveMessage(message: Message, folder: Folder): Message;
  copyMessage(message: Message, folder: Folder): Message;
  /** To Deleted Items, or for good. */
  removeMessage(message: Message, permanently: boolean): void;
}

export function createMailbox(owner: MailboxOwner): Mailbox {
  const { userId } = owner;
  const folders = new Map<number, Folder>();
  const messages = new Map<number, Message>();
  let made = 0;

  function addFolder(folder: Omit<Folder, 'number' | 'id'>): Folder {
    const number = (made += 1);
    const added = { ...folder, number, id: exchangeId(`${userId}/folder/${number}`) };
    folders.set(number, added);
    return added;
  }

  const named = (name: string) => [...folders.values()].find((folder) => folder.name === name);
  const required = (name: string): Folder => {
    const folder = named(name);
    if (!folder) throw new Error(`Every mailbox has ${name}.`);
    return folder;
  };
  for (const { name, displayName, parent, folderClass, hidden = false } of DEFAULT_FOLDERS) {
    const above = parent === null ? null : required(parent).number;
    addFolder({ name, displayName, parent: above, folderClass, hidden });
  }

  const save = (message: Message): Message => {
    messages.set(message.number, message);
    return message;
  };
  const add = (folder: Folder, content: MessageContent) =>
    save({ ...content, number: (made += 1), folder: folder.number, moves: 0 });
  for (const content of generatedMessages(owner)) add(required('inbox'), content);

  const idOf = ({ number, moves }: Message, immutable = false) =>
    immutable
      ? exchangeId(`${userId}/message/${number}`, true)
      : exchangeId(`${userId}/message/${number}/${moves}`);

  const childrenOf = ({ number }: Folder) =>
    [...folders.values()].filter(({ parent }) => parent === number);
  const messagesIn = (folder: Folder | null) =>
    [...messages.values()].filter((each) => folder === null || each.folder === folder.number);

  const mailbox: Mailbox = {
    owner,
    root: required('root'),
    folder(reference) {
      const known = named(reference.toLowerCase());
      if (known) return known;
      if (!isWellFormed(reference)) throw new MailError('ErrorInvalidIdMalformed');
      const found = [...folders.values()].find(({ id }) => id === reference);
      if (!found) throw new MailError('ErrorFolderNotFound');
      return found;
    },
    folderBy(number) {
      const found = folders.get(number);
      if (!found) throw new Error(`The mailbox has no folder ${number}.`);
      return found;
    },
    folderOf: ({ folder }) => mailbox.folderBy(folder),
    childrenOf,
    createFolder(parent, displayName, { hidden = false } = {}) {
      const wanted = displayName.toLowerCase();
      if (childrenOf(parent).some((each) => each.displayName.toLowerCase() === wanted))
        throw new MailError('ErrorFolderExists');
      const folderClass = 'IPF.Note';
      return addFolder({ name: null, displayName, parent: parent.number, folderClass, hidden });
    },
    removeFolder(folder) {
      if (folder.name !== null) throw new MailError('ErrorDeleteDistinguishedFolder');
      for (const child of childrenOf(folder)) mailbox.removeFolder(child);
      for (const { number } of messagesIn(folder)) messages.delete(number);
      folders.delete(folder.number);
    },
    messagesIn,
    message(id, immutable = false) {
      if (!isWellFormed(id)) throw new MailError('ErrorInvalidIdMalformed');
      const found = messagesIn(null).find(
        (each) => idOf(each) === id || (immutable && idOf(each, true) === id),
      );
      if (!found) throw new MailError('ErrorItemNotFound');
      return found;
    },
    idOf,
    createMessage: add,
    moveMessage: (message, folder) =>
      save({ ...message, folder: folder.number, moves: message.moves + 1 }),
    copyMessage: (message, folder) => add(folder, message),
    removeMessage(message, permanently) {
      const bin = required('deleteditems');
      if (permanently || message.folder === bin.number) messages.delete(message.number);
      else mailbox.moveMessage(message, bin);
    },
  };
  return mailbox;
}
