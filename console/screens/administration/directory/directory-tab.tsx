import { makeStyles, Radio, RadioGroup, SearchBox, Text, tokens } from '@fluentui/react-components';
import { BookContactsRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { useMailboxCounts } from '../../../components/use-mailbox-counts.ts';
import { copiesOf, sitesOf } from '../../../components/service.ts';
import { EmptyView } from '../../../components/empty-view.tsx';
import { useFormat } from '../../../language/format.ts';
import { Section } from '../../../components/section.tsx';
import { useDebounced } from '../parts/use-debounced.ts';
import { useRefetchOnChange } from '../parts/use-refetch-on-change.ts';
import { GroupList } from './group-list.tsx';
import { SiteList } from './site-list.tsx';
import { useRefetchUsers } from './use-directory.ts';
import { UserList } from './user-list.tsx';

/** Debounce of the search in milliseconds. */
const TYPING = 250;
/** The API's limit. */
const MAX_SEARCH = 256;

type Kind = 'users' | 'groups';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2 },
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  search: { flex: '1 1 16rem', maxWidth: '32rem' },
});

/** The published directory: users and groups, or sites, with a search. */
export function DirectoryTab({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const styles = useStyles();
  const { dateTime } = useFormat();
  const counts = useMailboxCounts();
  const { directory, service } = account;
  const [copies, sites] = [copiesOf(service), sitesOf(service)];
  if (!directory) {
    return (
      <Section title={t('directory.title')}>
        <EmptyView
          icon={<BookContactsRegular />}
          title={t('directory.empty')}
          lead={t(`directory.emptyLead.${copies}`)}
        />
      </Section>
    );
  }
  return (
    <Section title={t('directory.title')}>
      <Text className={styles.lead}>
        {t(`directory.lead.${copies}`, { when: dateTime(directory.publishedAt) })}
      </Text>
      {sites ? (
        <PublishedSites account={account} directory={directory} of={sites} />
      ) : (
        <>
          <Text>{counts.all(directory)}</Text>
          <Published account={account} directory={directory} />
        </>
      )}
    </Section>
  );
}

interface PublishedProps {
  readonly account: Account;
  readonly directory: NonNullable<Account['directory']>;
}

function Published(props: PublishedProps) {
  const { account, directory } = props;
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { id: organizationId } = useThisOrganization();
  const [kind, setKind] = useState<Kind>('users');
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim(), TYPING);
  const { service } = account;
  const listed = { organizationId, service, version: directory.publishedAt, search };
  // The badges of the users become known without a new publication.
  useRefetchOnChange(String(directory.mailboxUnknown), useRefetchUsers(listed));
  const label = kind === 'users' ? t('directory.searchUsers') : t('directory.searchGroups');
  return (
    <>
      <div className={styles.tools}>
        <RadioGroup
          layout="horizontal"
          aria-label={t('directory.show')}
          value={kind}
          onChange={(_event, { value }) => setKind(value === 'groups' ? 'groups' : 'users')}
        >
          <Radio value="users" label={t('directory.users')} />
          <Radio value="groups" label={t('directory.groups')} />
        </RadioGroup>
        <Search label={label} value={typed} onChange={setTyped} />
      </div>
      {kind === 'users' ? (
        <UserList listed={listed} />
      ) : (
        <GroupList listed={listed} method={account.method} />
      )}
    </>
  );
}

function PublishedSites(props: PublishedProps & { of: 'sites' | 'drives' }) {
  const { account, directory, of } = props;
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { id: organizationId } = useThisOrganization();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim(), TYPING);
  const { service } = account;
  return (
    <>
      <div className={styles.tools}>
        <Search label={t(`directory.searchSites.${of}`)} value={typed} onChange={setTyped} />
      </div>
      <SiteList
        of={of}
        listed={{ organizationId, service, version: directory.publishedAt, search }}
      />
    </>
  );
}

function Search(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  const styles = useStyles();
  const { t } = useTranslation('administration');
  return (
    <SearchBox
      className={styles.search}
      aria-label={label}
      placeholder={label}
      maxLength={MAX_SEARCH}
      value={value}
      dismiss={{ 'aria-label': t('directory.clear') }}
      onChange={(_event, data) => onChange(data.value)}
    />
  );
}
