/** How much is protected. Of mailboxes: why that is not the number of users. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { TextLink } from '../../../components/text-link.tsx';
import { useFormat } from '../../../language/format.ts';
import { useAccountReference } from '../use-account.ts';
import { copiesOf, sitesOf } from '../../../components/service.ts';
import { Figures } from './figures.tsx';

const useStyles = makeStyles({
  heading: { margin: 0 },
  muted: { color: tokens.colorNeutralForeground2 },
});

interface Protection {
  readonly directory: NonNullable<Account['directory']>;
  readonly method: Account['method'];
}

export function ProtectionCounts(props: Pick<Protection, 'directory'> & { account: Account }) {
  const { account, directory } = props;
  const { service, method } = account;
  const { t } = useTranslation('progress');
  const styles = useStyles();
  const format = useFormat();
  const sites = sitesOf(service);
  return (
    <>
      <Subtitle2 as="h3" className={styles.heading}>
        {t(`protected.counts.${copiesOf(service)}`)}
      </Subtitle2>
      {sites ? (
        <Figures figures={[{ name: t(`count.sites.${sites}`), value: directory.sites }]} />
      ) : (
        <MailboxFigures directory={directory} method={method} />
      )}
      <Text className={styles.muted}>
        {t('protected.since', { when: format.dateTime(directory.publishedAt) })}
      </Text>
    </>
  );
}

function MailboxFigures({ directory, method }: Protection) {
  const { t } = useTranslation('progress');
  const counted = [
    'mailboxes',
    'users',
    'withoutMailbox',
    ...(directory.mailboxUnknown > 0 ? (['mailboxUnknown'] as const) : []),
    ...(method === 'selected' ? [] : (['groups'] as const)),
  ] as const;
  return (
    <>
      <Figures figures={counted.map((of) => ({ name: t(`count.${of}`), value: directory[of] }))} />
      <Notes directory={directory} method={method} />
    </>
  );
}

/** With selected users each of them matters, so the directory is linked, which shows who has no mailbox. */
function Notes({ directory: { withoutMailbox, mailboxUnknown }, method }: Protection) {
  const { t } = useTranslation('progress');
  const params = useAccountReference();
  const missing = method === 'selected' ? withoutMailbox : 0;
  if (missing + mailboxUnknown === 0) return null;
  return (
    <Text>
      {missing > 0 && `${t('protected.withoutMailbox', { count: missing })} `}
      {mailboxUnknown > 0 && `${t('protected.mailboxUnknown', { count: mailboxUnknown })} `}
      {method === 'selected' && (
        <TextLink
          to="/organizations/$organizationId/administration/service-accounts/$service"
          params={params}
          search={{ tab: 'directory' }}
        >
          {t('protected.seeWho')}
        </TextLink>
      )}
    </Text>
  );
}
