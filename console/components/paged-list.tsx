import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAnnounce } from './announcer.tsx';
import { PageLoading } from './page-loading.tsx';
import { ProblemBar } from './problem-bar.tsx';

const useStyles = makeStyles({
  end: { color: tokens.colorNeutralForeground2 },
  foot: { display: 'flex', justifyContent: 'center' },
});

interface PagerProps<P, T> {
  readonly query: UseInfiniteQueryResult<InfiniteData<P>>;
  readonly entriesOf: (page: P) => readonly T[];
  readonly texts: {
    readonly older: string;
    readonly loadingOlder: string;
    /** Announced after a page was loaded. */
    readonly shown: (count: number) => string;
    readonly end: string;
  };
}

interface PagedListProps<P, T> extends PagerProps<P, T> {
  /** Shown instead when there are no entries. */
  readonly empty: ReactNode;
  readonly children: (entries: readonly T[]) => ReactNode;
}

/** A list that is loaded page by page, newest first: its entries so far and a button for older ones. */
export function PagedList<P, T>({ empty, children, ...pager }: PagedListProps<P, T>) {
  const { data, error, refetch } = pager.query;
  const problem = error && <ProblemBar error={error} onRetry={() => void refetch()} />;
  if (!data) return problem ?? <PageLoading />;
  const entries = data.pages.flatMap(pager.entriesOf);
  if (entries.length === 0) return empty;
  return (
    <>
      {children(entries)}
      {problem}
      <Pager {...pager} />
    </>
  );
}

function Pager<P, T>({ query, entriesOf, texts }: PagerProps<P, T>) {
  const styles = useStyles();
  const announce = useAnnounce();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loadOlder = async () => {
    const { data } = await fetchNextPage();
    const page = data?.pages.at(-1);
    if (page !== undefined) announce(texts.shown(entriesOf(page).length));
  };
  if (!hasNextPage) return <Text className={styles.end}>{texts.end}</Text>;
  return (
    <div className={styles.foot}>
      <Button
        disabledFocusable={isFetchingNextPage}
        icon={isFetchingNextPage ? <Spinner size="tiny" /> : undefined}
        onClick={() => void loadOlder()}
      >
        {isFetchingNextPage ? texts.loadingOlder : texts.older}
      </Button>
    </div>
  );
}
