/** `GetFolder` for the mailboxes of a directory. */
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/objects.ts';
import { envelope, escapeXml } from './soap.ts';

/** Distinguished folders and their display names. */
const FOLDERS: Readonly<Record<string, string>> = {
  msgfolderroot: 'Top of Information Store',
  inbox: 'Inbox',
  drafts: 'Drafts',
  sentitems: 'Sent Items',
  deleteditems: 'Deleted Items',
  junkemail: 'Junk Email',
  outbox: 'Outbox',
  archive: 'Archive',
};

/** The owner of a mailbox, by principal name or SMTP address; undefined if there is no mailbox. */
export function findOwner(directory: Directory, address: string): User | undefined {
  const wanted = address.toLowerCase();
  return directory
    .addressCandidates(address)
    .map((position) => directory.users.at(position))
    .find(
      (user) =>
        user !== undefined &&
        user.mailbox !== null &&
        [user.userPrincipalName, ...user.proxyAddresses.map(withoutScheme)].some(
          (known) => known.toLowerCase() === wanted,
        ),
    );
}

const withoutScheme = (proxyAddress: string) => proxyAddress.slice(proxyAddress.indexOf(':') + 1);

const failed = (code: string, message: string) =>
  `<m:GetFolderResponseMessage ResponseClass="Error"><m:MessageText>${escapeXml(message)}</m:MessageText>` +
  `<m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Folders/></m:GetFolderResponseMessage>`;

const idOf = ({ id }: User, name: string) => Buffer.from(`${id}/${name}`).toString('base64');

function folderXml(owner: User, name: string): string {
  const displayName = FOLDERS[name.toLowerCase()];
  if (displayName === undefined)
    return failed('ErrorFolderNotFound', 'The specified folder could not be found in the store.');
  const unread = owner.userPrincipalName.length % 7;
  return (
    `<m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder>` +
    `<t:FolderId Id="${escapeXml(idOf(owner, name))}" ChangeKey="AQAAABYAAAA="/>` +
    `<t:DisplayName>${escapeXml(displayName)}</t:DisplayName>` +
    `<t:TotalCount>${unread + 20}</t:TotalCount><t:ChildFolderCount>0</t:ChildFolderCount>` +
    `<t:UnreadCount>${unread}</t:UnreadCount></t:Folder></m:Folders></m:GetFolderResponseMessage>`
  );
}

export const NO_MAILBOX = [
  'ErrorNonExistentMailbox',
  'The SMTP address has no mailbox associated with it.',
] as const;

/** One response message per folder, in request order. */
export function getFolders(
  directory: Directory,
  impersonated: User,
  folders: readonly { readonly name: string; readonly mailbox: string | null }[],
): string {
  const messages = folders.map(({ name, mailbox }) => {
    const owner = mailbox === null ? impersonated : findOwner(directory, mailbox);
    return owner ? folderXml(owner, name) : failed(...NO_MAILBOX);
  });
  const responses = `<m:ResponseMessages>${messages.join('')}</m:ResponseMessages>`;
  return envelope(`<m:GetFolderResponse>${responses}</m:GetFolderResponse>`);
}
