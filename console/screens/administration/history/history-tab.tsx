import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PageLoading } from '../../../components/page-loading.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { Timeline } from './timeline-list.tsx';
import { useHistory } from './use-history.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2 },
  foot: { display: 'flex', justifyContent: 'center' },
});

/** Everything that happened to the account; without an account, in the organization. */
export function HistoryTab({ account }: { account: Account | null }) {
  const styles = useStyles();
  const { t } = useTranslation('audit');
  const { id: organizationId } = useThisOrganization();
  const history = useHistory(organizationId, account);
  return (
    <Section title={t('title')}>
      <Text className={styles.lead}>{account ? t('lead') : t('leadOrganization')}</Text>
      <History history={history} />
    </Section>
  );
}

function History({ history }: { history: ReturnType<typeof useHistory> }) {
  const { t } = useTranslation('audit');
  const { data, error, refetch } = history;
  if (!data) {
    return error ? <ProblemBar error={error} onRetry={() => void refetch()} /> : <PageLoading />;
  }
  const events = data.pages.flatMap((page) => page.events);
  if (events.length === 0) {
    return <EmptyView icon={<HistoryRegular />} title={t('empty')} lead={t('emptyLead')} />;
  }
  return (
    <>
      <Timeline events={events} />
      {error && <ProblemBar error={error} onRetry={() => void refetch()} />}
      <Older history={history} />
    </>
  );
}

function Older({ history }: { history: ReturnType<typeof useHistory> }) {
  const styles = useStyles();
  const { t } = useTranslation('audit');
  const announce = useAnnounce();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history;
  const older = async () => {
    const { data } = await fetchNextPage();
    const count = data?.pages.at(-1)?.events.length;
    if (count !== undefined) announce(t('shown', { count }));
  };
  if (!hasNextPage) return <Text className={styles.lead}>{t('end')}</Text>;
  return (
    <div className={styles.foot}>
      <Button
        disabledFocusable={isFetchingNextPage}
        icon={isFetchingNextPage ? <Spinner size="tiny" /> : undefined}
        onClick={() => void older()}
      >
        {isFetchingNextPage ? t('loadingOlder') : t('older')}
      </Button>
    </div>
  );
}
