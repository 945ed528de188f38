import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
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

/** How many users or groups are published. */
export function PublishedCount({ account, of }: { account: Account; of: 'users' | 'groups' }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return account.directory ? number(account.directory[of]) : t('none');
}
