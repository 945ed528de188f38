/** `GetFolder`, `FindFolder`, `CreateFolder`, `DeleteFolder`. */
import { z } from 'zod';
import type { Folder, Mailbox } from '../mail/mailbox.ts';
import { folderXml } from './folder-xml.ts';
import { define, isIdOnly, pagingXml, restriction, shape } from './operation.ts';
import { folderId, folderIds } from './references.ts';
import { many, textElement } from './soap.ts';

const getFolder = define({
  name: 'GetFolder',
  request: z.object({ FolderShape: shape, FolderIds: folderIds }),
  outcomes: ({ FolderShape, FolderIds }, { find, outcome }) =>
    FolderIds.map((reference) =>
      outcome(() => {
        const { mailbox, folder } = find(reference);
        const xml = folderXml(mailbox, folder, isIdOnly(FolderShape));
        return `<m:Folders>${xml}</m:Folders>`;
      }),
    ),
});

const descendantsOf = (mailbox: Mailbox, folder: Folder): Folder[] =>
  mailbox.childrenOf(folder).flatMap((child) => [child, ...descendantsOf(mailbox, child)]);

const findFolder = define({
  name: 'FindFolder',
  request: z.object({
    '@Traversal': z.enum(['Shallow', 'Deep', 'SoftDeleted']),
    FolderShape: shape,
    Restriction: restriction.optional(),
    ParentFolderIds: folderIds,
  }),
  outcomes: (request, { find, outcome }) =>
    request.ParentFolderIds.map((reference) =>
      outcome(() => {
        const { mailbox, folder } = find(reference);
        const traversals = {
          Shallow: () => mailbox.childrenOf(folder),
          Deep: () => descendantsOf(mailbox, folder),
          SoftDeleted: () => [],
        };
        const found = traversals[request['@Traversal']]().filter(
          ({ displayName }) => request.Restriction?.({ 'folder:DisplayName': displayName }) ?? true,
        );
        const xml = found.map((each) => folderXml(mailbox, each, isIdOnly(request.FolderShape)));
        return `<m:RootFolder ${pagingXml(found.length)}><t:Folders>${xml.join('')}</t:Folders></m:RootFolder>`;
      }),
    ),
});

/** `PR_ATTR_HIDDEN`, with which EWS creates a hidden folder. */
const HIDDEN = '0x10f4';
const property = z.object({
  ExtendedFieldURI: z.object({ '@PropertyTag': z.string().optional() }),
  Value: textElement,
});
const newFolder = z.object({
  FolderClass: z.string().optional(),
  DisplayName: z.string().min(1),
  ExtendedProperty: many(property).default([]),
});

const isHidden = ({ ExtendedProperty }: z.infer<typeof newFolder>) =>
  ExtendedProperty.some(
    ({ ExtendedFieldURI, Value }) =>
      ExtendedFieldURI['@PropertyTag']?.toLowerCase() === HIDDEN && Value === 'true',
  );

const createFolder = define({
  name: 'CreateFolder',
  request: z.object({ ParentFolderId: folderId, Folders: z.object({ Folder: many(newFolder) }) }),
  outcomes: ({ ParentFolderId: [parent], Folders }, { find, outcome }) =>
    Folders.Folder.map((folder) =>
      outcome(() => {
        if (!parent) throw new Error('The schema demands a parent.');
        const { mailbox, folder: above } = find(parent);
        const hidden = isHidden(folder);
        const created = mailbox.createFolder(above, folder.DisplayName, { hidden });
        return `<m:Folders>${folderXml(mailbox, created, true)}</m:Folders>`;
      }),
    ),
});

const deleteFolder = define({
  name: 'DeleteFolder',
  request: z.object({
    '@DeleteType': z.enum(['HardDelete', 'SoftDelete', 'MoveToDeletedItems']),
    FolderIds: folderIds,
  }),
  outcomes: ({ FolderIds }, { find, outcome }) =>
    FolderIds.map((reference) =>
      outcome(() => {
        const { mailbox, folder } = find(reference);
        mailbox.removeFolder(folder);
        return '';
      }),
    ),
});

export const FOLDER_OPERATIONS = [getFolder, findFolder, createFolder, deleteFolder];
