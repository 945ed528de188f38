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

/** How much is protected, and below it what else is known. */
export function Protected({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const also = useAlsoKnown(account);
  const { directory, service } = account;
  if (!directory) return t('none');
  const sites = sitesOf(service);
  return (
    <>
      {sites
        ? t(`counts.${sites}`, { count: directory.sites })
        : t('counts.mailboxes', { count: directory.mailboxes })}
      {also.map((text) => (
        <span key={text} className={styles.quiet}>
          {text}
        </span>
      ))}
    </>
  );
}

function useAlsoKnown({ directory, licensed, pendingTargets, service }: Account): string[] {
  const { t } = useTranslation();
  const counts = useMailboxCounts();
  if (!directory) return [];
  if (!sitesOf(service)) {
    return [
      t('counts.users', { count: directory.users }),
      ...counts.exceptions(directory),
      t('counts.groups', { count: directory.groups }),
    ];
  }
  return [
    ...(licensed === false ? [t('unlicensedShort')] : []),
    ...(pendingTargets.length > 0 ? [t('pendingShort', { count: pendingTargets.length })] : []),
  ];
}
