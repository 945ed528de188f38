/** Folders as XML. */
import type { Folder, Mailbox } from '../mail/mailbox.ts';
import { element, escapeXml } from './soap.ts';

const ELEMENTS: Readonly<Record<string, string>> = {
  'IPF.Appointment': 'CalendarFolder',
  'IPF.Contact': 'ContactsFolder',
  'IPF.Task': 'TasksFolder',
};

const idXml = (name: string, { id, number }: Folder) =>
  `<t:${name} Id="${escapeXml(id)}" ChangeKey="AQAAABYAAAA${number}"/>`;

/** Elements are in the order of the schema. */
export function folderXml(mailbox: Mailbox, folder: Folder, idOnly: boolean): string {
  const name = ELEMENTS[folder.folderClass ?? ''] ?? 'Folder';
  const messages = mailbox.messagesIn(folder);
  const details = [
    ...(folder.parent === null ? [] : [idXml('ParentFolderId', mailbox.folderBy(folder.parent))]),
    ...(folder.folderClass === null ? [] : [element('FolderClass', folder.folderClass)]),
    element('DisplayName', folder.displayName),
    element('TotalCount', messages.length),
    element('ChildFolderCount', mailbox.childrenOf(folder).length),
    ...(folder.name === null ? [] : [element('DistinguishedFolderId', folder.name)]),
    ...(name === 'Folder'
      ? [element('UnreadCount', messages.filter(({ isRead }) => !isRead).length)]
      : []),
  ];
  return `<t:${name}>${idXml('FolderId', folder)}${idOnly ? '' : details.join('')}</t:${name}>`;
}
