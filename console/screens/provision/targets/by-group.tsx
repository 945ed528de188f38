/** Searches groups by the start of their name; opening a group shows its users. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_SEARCH } from '../../../../domain/limits.ts';
import { useAccountReference } from '../use-account.ts';
import type { SourceProps } from './source-props.ts';
import { EmptyPane } from './empty-pane.tsx';
import { type Group, GroupList } from './group-list.tsx';
import { GroupUsers } from './group-users.tsx';
import { groupsQuery } from './group-queries.ts';
import { SearchForm } from './search-form.tsx';
import { useSearch, useSearchForm } from './use-search.ts';

export function ByGroup({ selected, marked, onMark }: SourceProps) {
  const [group, setGroup] = useState<Group | null>(null);
  const [visited, setVisited] = useState<string | null>(null);
  const show = (next: Group | null) => {
    if (group) setVisited(group.id);
    setGroup(next);
    onMark([]);
  };
  return (
    <>
      <GroupSearch hidden={group !== null} visited={visited} onOpen={show} />
      {group && (
        <GroupUsers
          key={group.id}
          group={group}
          onBack={() => show(null)}
          selected={selected}
          marked={marked}
          onMark={onMark}
        />
      )}
    </>
  );
}

function GroupSearch(props: {
  hidden: boolean;
  visited: string | null;
  onOpen: (group: Group) => void;
}) {
  const { hidden, visited, onOpen } = props;
  const { t } = useTranslation('targets');
  const search = useSearch();
  const groups = useQuery({
    ...groupsQuery(useAccountReference(), search.search ?? ''),
    enabled: search.enabled,
  });
  const min = MIN_SEARCH;
  const form = useSearchForm(search, groups, t('byGroup.tooShort', { min }));
  if (hidden) return null;
  return (
    <>
      <SearchForm
        {...form}
        label={t('byGroup.field')}
        hint={t('byGroup.hint', { min })}
        button={groups.isFetching ? t('byGroup.finding') : t('byGroup.find')}
      />
      {groups.data && search.search ? (
        <GroupList
          groups={groups.data.groups}
          more={groups.data.more}
          search={search.search}
          visited={visited}
          onOpen={onOpen}
        />
      ) : (
        !groups.isFetching && <EmptyPane text={t('byGroup.empty')} />
      )}
    </>
  );
}
