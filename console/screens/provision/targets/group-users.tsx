/** The users of one group, page by page. */
import { Button, makeStyles, Spinner, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { copiesOf } from '../../../components/service.ts';
import { useAccountReference } from '../use-account.ts';
import type { SourceProps } from './source-props.ts';
import { EmptyPane } from './empty-pane.tsx';
import type { Group } from './group-list.tsx';
import { groupUsersQuery } from './group-queries.ts';
import { distinctTargets, userTarget } from './selection.ts';
import { TargetList } from './target-list.tsx';
import { shortName } from '../../../language/short-name.ts';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  title: { margin: 0, overflowWrap: 'anywhere', minWidth: 0 },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '2rem',
  },
  shown: { color: tokens.colorNeutralForeground2 },
});

interface GroupUsersProps extends SourceProps {
  readonly group: Group;
  readonly onBack: () => void;
}

export function GroupUsers({ group, onBack, selected, marked, onMark }: GroupUsersProps) {
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const reference = useAccountReference();
  const pages = useInfiniteQuery(groupUsersQuery(reference, group.id));
  const withMailbox = copiesOf(reference.service) === 'usersAndGroups';
  const name = group.displayName?.trim() || t('byGroup.unnamed');
  const title = t('byGroup.users', { group: shortName(name) });
  const users = distinctTargets(
    (pages.data?.pages ?? []).flatMap((page) =>
      page.users.map((user) => userTarget(user, withMailbox)),
    ),
  );
  return (
    <>
      <div className={styles.head}>
        <Button
          autoFocus
          appearance="subtle"
          icon={<ArrowLeftRegular />}
          aria-label={t('byGroup.back')}
          title={t('byGroup.back')}
          onClick={onBack}
        />
        <Subtitle2 as="h4" className={styles.title} title={name}>
          {title}
        </Subtitle2>
      </div>
      {pages.isPending && <Spinner size="small" label={t('byGroup.finding')} />}
      {pages.error && <ProblemBar error={pages.error} onRetry={() => void pages.refetch()} />}
      {users.length > 0 && (
        <TargetList
          label={title}
          targets={users}
          taken={selected}
          marked={new Set(marked.map(({ id }) => id))}
          onMark={(ids) => onMark(users.filter(({ id }) => ids.has(id)))}
          noteOf={({ id }) => selected.has(id) && <Text size={200}>{t('isSelected')}</Text>}
        />
      )}
      {pages.isSuccess && users.length === 0 && <EmptyPane text={t('byGroup.noUsers')} />}
      {users.length > 0 && (
        <div className={styles.foot}>
          <Shown count={users.length} total={pages.data?.pages[0]?.total ?? null} />
          {pages.hasNextPage && (
            <Button
              size="small"
              icon={pages.isFetchingNextPage ? <Spinner size="tiny" /> : undefined}
              disabledFocusable={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {t('byGroup.more')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Shown({ count, total }: { count: number; total: number | null }) {
  const { t } = useTranslation('targets');
  const styles = useStyles();
  return (
    <Text size={200} className={styles.shown} role="status">
      {total === null ? t('byGroup.shown', { count }) : t('byGroup.shownOf', { count, total })}
    </Text>
  );
}
