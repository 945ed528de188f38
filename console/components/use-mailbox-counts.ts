import { useTranslation } from 'react-i18next';

/** How many users of a directory are known, and what is known of their mailboxes. */
export interface MailboxCounts {
  readonly users: number;
  readonly mailboxes: number;
  readonly withoutMailbox: number;
  readonly mailboxUnknown: number;
}

/** Puts the counts of a directory into words. */
export function useMailboxCounts() {
  const { t } = useTranslation();
  /** How many users have no mailbox and, if there are any, about how many it is not known yet. */
  const exceptions = ({ withoutMailbox, mailboxUnknown }: MailboxCounts) => [
    t('counts.withoutMailbox', { count: withoutMailbox }),
    ...(mailboxUnknown > 0 ? [t('counts.mailboxUnknown', { count: mailboxUnknown })] : []),
  ];
  const users = (counts: MailboxCounts) => [
    t('counts.users', { count: counts.users }),
    ...exceptions(counts),
  ];
  return {
    exceptions,
    /** The known users and the exceptions, in one line. */
    users: (counts: MailboxCounts) => inOneLine(users(counts)),
    /** The same after the number of mailboxes. */
    all: (counts: MailboxCounts) =>
      `${t('counts.mailboxes', { count: counts.mailboxes })} · ${inOneLine(users(counts))}`,
  };
}

/** Where the line is too long, it breaks between the parts. */
const inOneLine = (parts: readonly string[]) =>
  parts.map((part) => part.replaceAll(' ', '\u00a0')).join(', ');
