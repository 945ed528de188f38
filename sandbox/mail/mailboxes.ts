/** The mailboxes of a directory's users. */
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/objects.ts';
import type { Tenant } from '../model.ts';
import { createMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';

const opened = new WeakMap<Directory, Map<number, Mailbox>>();

/** The user's mailbox, made at its first use. The user must have one. */
export function mailboxOf(directory: Directory, position: number, user: User): Mailbox {
  const mailboxes = opened.get(directory) ?? new Map<number, Mailbox>();
  opened.set(directory, mailboxes);
  const address = user.mail ?? user.userPrincipalName;
  const mailbox = mailboxes.get(position) ?? createMailbox({ userId: user.id, position, address });
  mailboxes.set(position, mailbox);
  return mailbox;
}

/** Whether the list names the user: by id, principal name or address; `*` names everybody. */
const names = (list: readonly string[], { id, userPrincipalName, mail }: User): boolean =>
  list.some((name) =>
    ['*', id, userPrincipalName, mail].some((each) => each?.toLowerCase() === name.toLowerCase()),
  );

/** Whether an access policy keeps applications out of the mailbox. */
export const isRefused = ({ faults }: Tenant, user: User): boolean =>
  names(faults.refusedMailboxes, user);

/** Whether EWS is switched off for the mailbox although the organization allows it. */
export const isEwsBlocked = ({ faults }: Tenant, user: User): boolean =>
  names(faults.ewsBlockedMailboxes, user);
