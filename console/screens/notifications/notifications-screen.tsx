import { Button } from '@fluentui/react-components';
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { organizationApi } from '../../api/client.ts';
import { contentOf } from '../../api/problem.ts';
import { notificationsQuery } from '../../api/queries.ts';
import { useThisOrganization } from '../../api/session.ts';
import { useMarkRead } from '../../api/use-mark-read.ts';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { NotificationList } from './notification-list.tsx';

/** Notifications older than the first page, fetched page by page on request. */
function useOlder(organizationId: string, before: string | number | null) {
  return useInfiniteQuery({
    queryKey: ['organizations', organizationId, 'notifications', 'older', before],
    queryFn: async ({ pageParam }) =>
      contentOf(
        organizationApi.notifications.$get({
          param: { organizationId },
          query: pageParam === null ? {} : { before: String(pageParam) },
        }),
      ),
    initialPageParam: before,
    getNextPageParam: ({ next }) => next,
    enabled: false,
  });
}

export function NotificationsScreen() {
  const { id: organizationId } = useThisOrganization();
  const { t } = useTranslation('notifications');
  const { data: newest } = useSuspenseQuery(notificationsQuery(organizationId));
  const older = useOlder(organizationId, newest.next);
  const markRead = useMarkRead(organizationId);
  const shown = [
    ...newest.notifications,
    ...(older.data?.pages ?? []).flatMap(({ notifications }) => notifications),
  ];
  const more = older.data ? older.hasNextPage : newest.next !== null;
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        newest.unread > 0 && (
          <Button onClick={() => markRead.mutate()} disabledFocusable={markRead.isPending}>
            {t('markRead')}
          </Button>
        )
      }
    >
      {markRead.error && <ProblemBar error={markRead.error} />}
      <Panel>
        <NotificationList notifications={shown} organizationId={organizationId} />
      </Panel>
      {older.error && <ProblemBar error={older.error} onRetry={() => void older.fetchNextPage()} />}
      {more && (
        <Button onClick={() => void older.fetchNextPage()} disabledFocusable={older.isFetching}>
          {t('older')}
        </Button>
      )}
    </Page>
  );
}
