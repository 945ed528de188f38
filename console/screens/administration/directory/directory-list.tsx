import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounceChange } from '../../../components/announcer.tsx';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PageLoading } from '../../../components/page-loading.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { type Columns, DirectoryRows } from './directory-rows.tsx';
import { type Listed, type Source, useFirstPage } from './use-directory.ts';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

export interface DirectoryListProps<T> {
  readonly source: Source<T>;
  readonly listed: Listed;
  readonly label: string;
  readonly columns: Columns<T>;
  readonly found: (count: number) => string;
  /** What to say when only so many can be scrolled to. */
  readonly tooMany: (count: number) => string;
  /** What to say when there is nothing at all, whatever is searched for. */
  readonly none: { title: string; lead: string } | null;
}

/** A list of the directory with how many were found, or why there is nothing to show. */
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
          // What was searched for anew is looked at from its beginning.
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

/** The list that is on screen: the one asked for, or the one before while that is on its way. */
function useShown(listed: Listed, onItsWay: boolean): Listed {
  const [shown, setShown] = useState(listed);
  const same = shown.search === listed.search && shown.version === listed.version;
  if (same || onItsWay) return shown;
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
  const said =
    search === '' && none
      ? none
      : { title: t('directory.nothing'), lead: t('directory.nothingLead', { search }) };
  return <EmptyView icon={<SearchRegular />} {...said} />;
}
