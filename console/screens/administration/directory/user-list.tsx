import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { DirectoryList } from './directory-list.tsx';
import type { Columns } from './columns.ts';
import { type DirectoryUser, type ListKey, USERS } from './use-directory.ts';

const useStyles = makeStyles({
  kinds: { display: 'flex', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap' },
  kind: { flexShrink: 0 },
});

/** The users of the published directory. */
export function UserList({ listed }: { listed: ListKey }) {
  const { t } = useTranslation(['administration', 'common']);
  const columns: Columns<DirectoryUser> = {
    primary: {
      header: t('directory.name'),
      text: ({ displayName }) => displayName ?? t('directory.unnamed'),
    },
    secondary: { header: t('directory.upn'), text: (user) => user.userPrincipalName },
    mail: { header: t('directory.mail'), text: ({ mail }) => mail ?? t('common:none') },
    last: { header: t('directory.kind'), content: (user) => <Kinds user={user} /> },
  };
  return (
    <DirectoryList
      source={USERS}
      listed={listed}
      label={t('directory.tableUsers')}
      columns={columns}
      found={(count) => t('directory.usersFound', { count })}
      tooMany={(count) => t('directory.tooMany', { count })}
      none={null}
    />
  );
}

function Kinds({ user }: { user: DirectoryUser }) {
  const { guest, accountEnabled } = user;
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <span className={styles.kinds}>
      <Mailbox user={user} />
      {guest && (
        <Badge appearance="tint" className={styles.kind} color="informative">
          {t('directory.guest')}
        </Badge>
      )}
      {!accountEnabled && (
        <Badge appearance="tint" className={styles.kind} color="warning">
          {t('directory.disabled')}
        </Badge>
      )}
    </span>
  );
}

/** A mailbox that is not classified yet is not reported as missing. */
function Mailbox({ user: { mailboxKind, mailboxKnown } }: { user: DirectoryUser }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const none = mailboxKnown ? t('directory.noMailbox') : t('directory.mailboxUnknown');
  return (
    <Badge appearance="tint" className={styles.kind} color={mailboxKind ? 'brand' : 'informative'}>
      {mailboxKind ? t(`directory.mailbox.${mailboxKind}`) : none}
    </Badge>
  );
}
