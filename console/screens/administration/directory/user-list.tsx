import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { DirectoryList } from './directory-list.tsx';
import type { Columns } from './directory-rows.tsx';
import { type DirectoryUser, type Listed, USERS } from './use-directory.ts';

const useStyles = makeStyles({ kinds: { display: 'flex', gap: tokens.spacingHorizontalXS } });

/** The users of the published directory. */
export function UserList({ listed }: { listed: Listed }) {
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
      none={null}
    />
  );
}

function Kinds({ user: { mailbox, guest, accountEnabled } }: { user: DirectoryUser }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <span className={styles.kinds}>
      <Badge appearance="tint" color={mailbox ? 'brand' : 'informative'}>
        {mailbox ? t('directory.mailbox') : t('directory.noMailbox')}
      </Badge>
      {guest && (
        <Badge appearance="tint" color="informative">
          {t('directory.guest')}
        </Badge>
      )}
      {!accountEnabled && (
        <Badge appearance="tint" color="warning">
          {t('directory.disabled')}
        </Badge>
      )}
    </span>
  );
}
