/** Access to mailboxes through Graph: Exchange's checks and errors instead of the directory's. */
import { fromGraphId } from '../../mail/ids.ts';
import { MailError } from '../../mail/mail-error.ts';
import type { MailErrorCode } from '../../mail/mail-error.ts';
import type { Mailbox } from '../../mail/mailbox.ts';
import { isRefused, mailboxOf } from '../../mail/mailboxes.ts';
import type { User } from '../../directory/objects.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { GraphError } from '../errors.ts';

const STATUSES: Readonly<Record<MailErrorCode, number>> = {
  ErrorAccessDenied: 403,
  ErrorFolderExists: 409,
  ErrorFolderNotFound: 404,
  ErrorInvalidIdMalformed: 400,
  ErrorInvalidRequest: 400,
  ErrorItemNotFound: 404,
  ErrorNonExistentMailbox: 404,
  ErrorDeleteDistinguishedFolder: 400,
};

/** Runs an operation on a mailbox. @throws GraphError with Exchange's code */
export function withMailErrors(answer: () => GraphAnswer): GraphAnswer {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    // Graph has one code for whatever is not in the store.
    const code = error.code === 'ErrorFolderNotFound' ? 'ErrorItemNotFound' : error.code;
    throw new GraphError(STATUSES[error.code], code, error.message);
  }
}

/** @throws GraphError 404 for a user whom Exchange does not know, or who has no mailbox; 403 if a policy refuses */
export function openMailbox(
  { directory, tenant }: GraphCall,
  idOrName: string,
): { readonly mailbox: Mailbox; readonly user: User } {
  const position = directory.findUser(idOrName);
  const user = position === undefined ? undefined : directory.users.at(position);
  if (position === undefined || !user)
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${idOrName}' is invalid.`);
  if (isRefused(tenant, user))
    throw new GraphError(403, 'ErrorAccessDenied', 'Access to OData is disabled.');
  if (user.mailbox === null)
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  return { mailbox: mailboxOf(directory, position, user), user };
}

/** A folder by id or well-known name. @throws MailError */
export function findFolder(mailbox: Mailbox, reference: string) {
  const folder = mailbox.folder(fromGraphId(reference));
  if (!isMailFolder(folder)) throw new MailError('ErrorItemNotFound');
  return folder;
}

/** Graph shows only what can hold mail, and no root. */
export const isMailFolder = ({
  parent,
  folderClass,
}: {
  parent: number | null;
  folderClass: string | null;
}) => parent !== null && (folderClass === null || folderClass === 'IPF.Note');
