import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PageLoading } from '../../../components/page-loading.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { DirectoryRows } from './directory-rows.tsx';
import type { Columns } from './columns.ts';
import { type ListKey, type Source, useFirstPage } from './use-directory.ts';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

export interface DirectoryListProps<T> {
  readonly source: Source<T>;
  readonly listed: ListKey;
  readonly label: string;
  readonly columns: Columns<T>;
  readonly found: (count: number) => string;
  /** Text for when only `count` rows can be scrolled to. */
  readonly tooMany: (count: number) => string;
  /** Text for when the list is empty without a search. */
  readonly none: { title: string; lead: string } | null;
}

/** A directory list with its result count, or the reason why it is empty. */
export function DirectoryList<T extends { id: string }>(props: DirectoryListProps<T>) {
  const { source, listed, label, columns, found } = props;
  const first = useFirstPage(source, listed);
  const shown = useShown(listed, first.isPlaceholderData);
  if (first.error) {
    return <ProblemBar error={first.error} onRetry={() => void first.refetch()} />;
  }
  if (!first.data) return <PageLoading />;
  const { total } = first.data;
  return (
    <>
      <Found text={found(total)} searching={first.isPlaceholderData} />
      {total === 0 ? (
        <Nothing {...props} />
      ) : (
        <DirectoryRows
          // A new search starts at the top of the list.
          key={shown.search}
          source={source}
          listed={shown}
          label={label}
          columns={columns}
          total={total}
          tooMany={props.tooMany}
        />
      )}
    </>
  );
}

/** The list on screen: the requested one, or the previous one while it loads. */
function useShown(listed: ListKey, loading: boolean): ListKey {
  const [shown, setShown] = useState(listed);
  const same = shown.search === listed.search && shown.version === listed.version;
  if (same || loading) return shown;
  setShown(listed);
  return listed;
}

function Found({ text, searching }: { text: string; searching: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  useAnnounceChange(text);
  return <Text className={styles.quiet}>{searching ? t('directory.searching') : text}</Text>;
}

function Nothing<T>({ listed: { search }, none }: DirectoryListProps<T>) {
  const { t } = useTranslation('administration');
  const texts =
    search === '' && none
      ? none
      : { title: t('directory.nothing'), lead: t('directory.nothingLead', { search }) };
  return <EmptyView icon={<SearchRegular />} {...texts} />;
}
