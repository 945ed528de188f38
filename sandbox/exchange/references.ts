/** How requests name folders and items. */
import { z } from 'zod';
import { DEFAULT_FOLDERS } from '../mail/default-folders.ts';
import { MailError } from '../mail/mail-error.ts';
import type { Folder, Mailbox } from '../mail/mailbox.ts';
import { many } from './soap.ts';

/**
 * Distinguished folders that a mailbox here lacks: they exist only with an archive mailbox or public
 * folders, or once a client has used a feature.
 */
const ABSENT_FOLDERS = `
  adminauditlogs allcategorizeditems allcontacts allitems allpersonmetadata archivedeleteditems
  archiveinbox archivemsgfolderroot archiverecoverableitemsdeletions archiverecoverableitemspurges
  archiverecoverableitemsroot archiverecoverableitemsversions archiveroot companycontacts directory
  dlppolicyevaluation favorites fromfavoritesenders imcontactlist inference mycontacts
  onenotepagepreviews peoplecentricconversationbuddies peopleconnect publicfoldersroot
  qedcdefaultretention qedclongretention qedcmediumretention qedcshortretention quarantinedemail
  quarantinedemaildefaultcategory quickcontacts recipientcache recoverableitemssubstrateholds
  relevantcontacts sharepointnotifications shortnotes temporarysaves todosearch usercuratedcontacts
  voicemail
`
  .trim()
  .split(/\s+/);

/** Well-known names of Graph that the schema of EWS lacks. */
const GRAPH_ONLY = ['archive'];

/** `DistinguishedFolderIdNameType` */
const DISTINGUISHED: readonly string[] = [
  ...DEFAULT_FOLDERS.map(({ name }) => name).filter((name) => !GRAPH_ONLY.includes(name)),
  ...ABSENT_FOLDERS,
];

const distinguished = z.object({
  '@Id': z.string().refine((name) => DISTINGUISHED.includes(name)),
  Mailbox: z.object({ EmailAddress: z.string() }).optional(),
});
const byId = z.object({ '@Id': z.string().min(1) });

/** An element with folders: `FolderIds`, `ParentFolderIds`, `ToFolderId`, … */
export const folderIds = z
  .object({
    DistinguishedFolderId: many(distinguished).default([]),
    FolderId: many(byId).default([]),
  })
  .transform(({ DistinguishedFolderId, FolderId }) => [
    ...DistinguishedFolderId.map((named) => ({
      reference: named['@Id'],
      mailbox: named.Mailbox?.EmailAddress ?? null,
    })),
    ...FolderId.map((id) => ({ reference: id['@Id'], mailbox: null })),
  ])
  .refine((ids) => ids.length > 0);

export type FolderReference = z.infer<typeof folderIds>[number];

/** An element with one folder. */
export const folderId = folderIds.refine((ids) => ids.length === 1);

export const itemIds = z
  .object({ ItemId: many(byId) })
  .transform(({ ItemId }) => ItemId.map((id) => id['@Id']));

/**
 * The folder of a reference. A distinguished folder may name another mailbox.
 * @throws MailError
 */
export function folderOf(
  impersonated: Mailbox,
  { reference, mailbox }: FolderReference,
  open: (address: string) => Mailbox,
): { readonly folder: Folder; readonly mailbox: Mailbox } {
  if (ABSENT_FOLDERS.includes(reference)) throw new MailError('ErrorFolderNotFound');
  const owner = mailbox === null ? impersonated : open(mailbox);
  return { folder: owner.folder(reference), mailbox: owner };
}
