import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { sitesOf } from '../../../components/service.ts';
import { useMailboxCounts } from '../../../components/use-mailbox-counts.ts';
import { useFormat } from '../../../language/format.ts';

const useStyles = makeStyles({
  quiet: {
    display: 'block',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

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

type Counted = 'mailboxes' | 'users' | 'withoutMailbox' | 'mailboxUnknown' | 'groups' | 'sites';

/** How many of a kind are published. */
export function PublishedCount({ account, of }: { account: Account; of: Counted }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return account.directory ? number(account.directory[of]) : t('none');
}

/** How many users are published, and below it how many of them have no mailbox. */
export function PublishedUsers({ account }: { account: Account }) {
  const styles = useStyles();
  const counts = useMailboxCounts();
  return (
    <>
      <PublishedCount account={account} of="users" />
      {account.directory &&
        counts.exceptions(account.directory).map((exception) => (
          <span key={exception} className={styles.quiet}>
            {exception}
          </span>
        ))}
    </>
  );
}

/** What is protected, in one line, and below it what is not. */
export function Protected({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { directory, licensed, pendingTargets, service } = account;
  if (!directory) return t('none');
  const sites = sitesOf(service);
  if (sites === null) return t('counts.mailboxes', { count: directory.mailboxes });
  return (
    <>
      {t(`counts.${sites}`, { count: directory.sites })}
      {licensed === false && <Exception>{t('unlicensedShort')}</Exception>}
      {pendingTargets.length > 0 && (
        <Exception>{t('pendingShort', { count: pendingTargets.length })}</Exception>
      )}
    </>
  );
}

function Exception({ children }: { children: string }) {
  return <span className={useStyles().quiet}>{children}</span>;
}
