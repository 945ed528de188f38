import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useMailboxCounts } from '../../../components/use-mailbox-counts.ts';
import { useFormat } from '../../../language/format.ts';

/** When the directory was last published. */
export function LastSynchronized({ account: { directory } }: { account: Account }) {
  const { t } = useTranslation();
  const { ago, dateTime } = useFormat();
  if (!directory) return t('never');
  return (
    <time dateTime={directory.publishedAt} title={dateTime(directory.publishedAt)}>
      {ago(directory.publishedAt)}
    </time>
  );
}

type Counted = 'mailboxes' | 'users' | 'withoutMailbox' | 'mailboxUnknown' | 'groups';

/** How many of a kind are published. */
export function PublishedCount({ account, of }: { account: Account; of: Counted }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return account.directory ? number(account.directory[of]) : t('none');
}

/** How many users are published, and how many of them have no mailbox. */
export function PublishedUsers({ account }: { account: Account }) {
  const { t } = useTranslation();
  const counts = useMailboxCounts();
  return account.directory ? counts.users(account.directory) : t('none');
}
