/** Searches sites by words of their title. */
import { useQuery } from '@tanstack/react-query';
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { MIN_SEARCH } from '../../../../domain/limits.ts';
import { useAccountReference } from '../use-account.ts';
import { EmptyPane } from './empty-pane.tsx';
import { SearchForm } from './search-form.tsx';
import type { Target } from './selection.ts';
import { sitesQuery } from './site-queries.ts';
import type { SourceProps } from './source-props.ts';
import { TargetList } from './target-list.tsx';
import { useAnnounceOnMount } from './use-announce-on-mount.ts';
import { useSearch, useSearchForm } from './use-search.ts';

export function ByTitle({ selected, marked, onMark }: SourceProps) {
  const { t } = useTranslation('targets');
  const search = useSearch();
  const sites = useQuery({
    ...sitesQuery(useAccountReference(), search.search ?? ''),
    enabled: search.enabled,
  });
  const min = MIN_SEARCH;
  const form = useSearchForm(search, sites, t('byTitle.tooShort', { min }));
  return (
    <>
      <SearchForm
        {...form}
        label={t('byTitle.field')}
        hint={t('byTitle.hint', { min })}
        button={sites.isFetching ? t('byTitle.finding') : t('byTitle.find')}
        onSearch={() => {
          onMark([]);
          form.onSearch();
        }}
      />
      {sites.data && search.search ? (
        <Found
          // Announced anew for each search.
          key={search.search}
          sites={sites.data.sites}
          more={sites.data.more}
          search={search.search}
          selected={selected}
          marked={marked}
          onMark={onMark}
        />
      ) : (
        !sites.isFetching && <EmptyPane text={t('byTitle.empty')} />
      )}
    </>
  );
}

function Found(props: SourceProps & { sites: readonly Target[]; more: boolean; search: string }) {
  const { sites, more, search, selected, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const none = t('byTitle.none', { search });
  const first = more ? t('byTitle.first', { count: sites.length }) : null;
  useAnnounceOnMount(
    sites.length === 0 ? none : (first ?? t('byTitle.found', { count: sites.length })),
  );
  if (sites.length === 0) return <EmptyPane text={none} />;
  return (
    <>
      <TargetList
        label={t('byTitle.list')}
        targets={sites}
        taken={selected}
        marked={new Set(marked.map(({ id }) => id))}
        onMark={(ids) => onMark(sites.filter(({ id }) => ids.has(id)))}
        noteOf={({ id }) => selected.has(id) && <Text size={200}>{t('isSelected')}</Text>}
      />
      {first && <Text size={200}>{first}</Text>}
    </>
  );
}
