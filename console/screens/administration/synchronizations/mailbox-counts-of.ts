import type { Synchronization } from '../../../api/client.ts';

/** The counts of mailboxes to show: none before a publication, unknown ones only if there are some. */
export function mailboxCountsOf({
  mailboxes,
  mailboxUnknown,
}: Pick<Synchronization, 'mailboxes' | 'mailboxUnknown'>) {
  if (mailboxes === null) return [];
  const known = ['mailboxes', 'withoutMailbox'] as const;
  return mailboxUnknown ? ([...known, 'mailboxUnknown'] as const) : known;
}
