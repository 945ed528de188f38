/** The folders of every mailbox, and their well-known names in EWS and Graph. */

export interface DefaultFolder {
  /** `DistinguishedFolderId` of EWS and, for mail folders, the well-known name of Graph. */
  readonly name: string;
  readonly displayName: string;
  /** The name of the parent; null for the root. */
  readonly parent: string | null;
  /** `PR_CONTAINER_CLASS`. Graph shows only mail folders: `IPF.Note` and none. */
  readonly folderClass: string | null;
  readonly hidden?: boolean;
}

const folder = (
  name: string,
  displayName: string,
  parent: string | null,
  folderClass: string | null = 'IPF.Note',
): DefaultFolder => ({ name, displayName, parent, folderClass });

const TOP = 'msgfolderroot';

/** A parent comes before its children. */
export const DEFAULT_FOLDERS: readonly DefaultFolder[] = [
  folder('root', '', null, null),
  folder(TOP, 'Top of Information Store', 'root', null),
  folder('inbox', 'Inbox', TOP),
  folder('drafts', 'Drafts', TOP),
  folder('sentitems', 'Sent Items', TOP),
  folder('deleteditems', 'Deleted Items', TOP),
  folder('junkemail', 'Junk Email', TOP),
  folder('outbox', 'Outbox', TOP),
  folder('archive', 'Archive', TOP),
  folder('conversationhistory', 'Conversation History', TOP),
  folder('calendar', 'Calendar', TOP, 'IPF.Appointment'),
  folder('contacts', 'Contacts', TOP, 'IPF.Contact'),
  folder('tasks', 'Tasks', TOP, 'IPF.Task'),
  folder('notes', 'Notes', TOP, 'IPF.StickyNote'),
  folder('journal', 'Journal', TOP, 'IPF.Journal'),
  { ...folder('syncissues', 'Sync Issues', TOP), hidden: true },
  folder('conflicts', 'Conflicts', 'syncissues'),
  folder('localfailures', 'Local Failures', 'syncissues'),
  folder('serverfailures', 'Server Failures', 'syncissues'),
  folder('searchfolders', 'Finder', 'root', null),
  folder('recoverableitemsroot', 'Recoverable Items', 'root', null),
  folder('recoverableitemsdeletions', 'Deletions', 'recoverableitemsroot', null),
  folder('recoverableitemsversions', 'Versions', 'recoverableitemsroot', null),
  folder('recoverableitemspurges', 'Purges', 'recoverableitemsroot', null),
];
