import { useTranslation } from 'react-i18next';

/** Counts of a published directory. */
export interface MailboxCounts {
  readonly users: number;
  readonly mailboxes: number;
  readonly withoutMailbox: number;
  readonly mailboxUnknown: number;
}

/**
 * Sentences for the counts of a directory. `users`: how many are known, how many of them have no
 * mailbox and, if there are any, how many are not known yet. `all`: the mailboxes before that.
 */
export function useMailboxCounts() {
  const { t } = useTranslation();
  const partsOf = ({ users, withoutMailbox, mailboxUnknown }: Omit<MailboxCounts, 'mailboxes'>) => [
    t('counts.users', { count: users }),
    t('counts.withoutMailbox', { count: withoutMailbox }),
    ...(mailboxUnknown > 0 ? [t('counts.mailboxUnknown', { count: mailboxUnknown })] : []),
  ];
  return {
    users: (counts: Omit<MailboxCounts, 'mailboxes'>) => partsOf(counts).join(' · '),
    all: (counts: MailboxCounts) =>
      [t('counts.mailboxes', { count: counts.mailboxes }), ...partsOf(counts)].join(' · '),
  };
}
