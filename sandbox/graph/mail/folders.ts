/** `/users/{id}/mailFolders`. */
import { z } from 'zod';
import { toGraphId } from '../../mail/ids.ts';
import type { Folder, Mailbox } from '../../mail/mailbox.ts';
import { parseBody } from '../body.ts';
import { GRAPH, json, noContent } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { requireProperties, selectedNames } from '../entities.ts';
import { findFolder, isMailFolder, openMailbox } from './access.ts';
import { answerList, chosen } from './listing.ts';

function folderOf(mailbox: Mailbox, folder: Folder) {
  const messages = mailbox.messagesIn(folder);
  const parent = folder.parent === null ? null : mailbox.folderBy(folder.parent);
  return {
    id: toGraphId(folder.id),
    displayName: folder.displayName,
    parentFolderId: parent && toGraphId(parent.id),
    childFolderCount: visibleChildren(mailbox, folder, false).length,
    unreadItemCount: messages.filter(({ isRead }) => !isRead).length,
    totalItemCount: messages.length,
    isHidden: folder.hidden,
  };
}

const visibleChildren = (mailbox: Mailbox, folder: Folder, withHidden: boolean) =>
  mailbox
    .childrenOf(folder)
    .filter((child) => isMailFolder(child) && (withHidden || !child.hidden));

const contextOf = (call: GraphCall, { owner }: Mailbox) => {
  const names = selectedNames(call);
  return `${GRAPH}/$metadata#users('${owner.userId}')/mailFolders${names ? `(${names.join(',')})` : ''}`;
};

const oneOf = (call: GraphCall, mailbox: Mailbox, folder: Folder, status = 200): GraphAnswer =>
  json(
    JSON.stringify({
      '@odata.context': `${contextOf(call, mailbox)}/$entity`,
      ...chosen(call, folderOf(mailbox, folder)),
    }),
    status,
  );

/** @param parent a folder's id or well-known name; null for the top of the mailbox */
export function listFolders(call: GraphCall, idOrName: string, parent: string | null): GraphAnswer {
  requireProperties('mailFolder', selectedNames(call) ?? []);
  const { mailbox } = openMailbox(call, idOrName);
  const withHidden = call.query.get('includeHiddenFolders')?.toLowerCase() === 'true';
  const above = findFolder(mailbox, parent ?? 'msgfolderroot');
  const folders = visibleChildren(mailbox, above, withHidden);
  return answerList(call, contextOf(call, mailbox), 'mailFolder', folders, (folder) =>
    folderOf(mailbox, folder),
  );
}

export function getFolder(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  requireProperties('mailFolder', selectedNames(call) ?? []);
  const { mailbox } = openMailbox(call, idOrName);
  return oneOf(call, mailbox, findFolder(mailbox, id));
}

const newFolderSchema = z.strictObject({
  '@odata.type': z.string().optional(),
  displayName: z.string().min(1).max(255),
  isHidden: z.boolean().default(false),
});

/** A hidden folder can be made so only here; `isHidden` cannot be changed later. */
export function createFolder(
  call: GraphCall,
  idOrName: string,
  parent: string | null,
): GraphAnswer {
  const { displayName, isHidden } = parseBody(newFolderSchema, call.body);
  const { mailbox } = openMailbox(call, idOrName);
  const above = findFolder(mailbox, parent ?? 'msgfolderroot');
  return oneOf(call, mailbox, mailbox.createFolder(above, displayName, { hidden: isHidden }), 201);
}

export function deleteFolder(call: GraphCall, idOrName: string, id: string): GraphAnswer {
  const { mailbox } = openMailbox(call, idOrName);
  mailbox.removeFolder(findFolder(mailbox, id));
  return noContent();
}
