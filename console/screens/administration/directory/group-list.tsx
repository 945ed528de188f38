import { useTranslation } from 'react-i18next';
import type { Method } from '../../../../domain/account.ts';
import { DirectoryList } from './directory-list.tsx';
import type { Columns } from './columns.ts';
import { type DirectoryGroup, GROUPS, type ListKey } from './use-directory.ts';

/** The groups of the published directory. */
export function GroupList({ listed, method }: { listed: ListKey; method: Method | null }) {
  const { t } = useTranslation(['administration', 'common']);
  const columns: Columns<DirectoryGroup> = {
    primary: {
      header: t('directory.name'),
      text: ({ displayName }) => displayName ?? t('directory.unnamed'),
    },
    secondary: { header: t('directory.mail'), text: ({ mail }) => mail ?? t('common:none') },
    mail: null,
    last: {
      header: t('directory.members'),
      content: ({ members }) => t('directory.membersCount', { count: members }),
    },
  };
  return (
    <DirectoryList
      source={GROUPS}
      listed={listed}
      label={t('directory.tableGroups')}
      columns={columns}
      found={(count) => t('directory.groupsFound', { count })}
      tooMany={(count) => t('directory.tooMany', { count })}
      none={{
        title: t('directory.noGroups'),
        lead: method === 'selected' ? t('directory.noGroupsLead') : t('directory.noGroupsAllLead'),
      }}
    />
  );
}
