import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { useAnnounce } from '../../../components/announcer.tsx';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PageLoading } from '../../../components/page-loading.tsx';
import { ProblemBar } from '../../../components/problem-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { RecordItem } from './record-item.tsx';
import { withLatest } from './records.ts';
import { useRecords } from './use-records.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  foot: { display: 'flex', justifyContent: 'center' },
});

type Records = ReturnType<typeof useRecords>;

/** Every synchronization of the account, page by page. */
export function RecordsSection({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { id: organizationId } = useThisOrganization();
  const records = useRecords(organizationId, account);
  const joins = account.state === 'synchronizing' && account.method === 'all';
  return (
    <Section title={t('records.title')}>
      <Text className={styles.lead}>{t('records.lead')}</Text>
      {joins && <Text>{t('records.joins')}</Text>}
      <Records records={records} account={account} />
    </Section>
  );
}

function Records({ records, account }: { records: Records; account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const { data, error, refetch } = records;
  if (!data) {
    return error ? <ProblemBar error={error} onRetry={() => void refetch()} /> : <PageLoading />;
  }
  const read = data.pages.flatMap((page) => page.synchronizations);
  if (read.length === 0) {
    return (
      <EmptyView
        icon={<ArrowSyncRegular />}
        title={t('records.empty')}
        lead={t('records.emptyLead')}
      />
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {withLatest(read, account.synchronization).map((run) => (
          <RecordItem key={run.runId} run={run} />
        ))}
      </ul>
      {error && <ProblemBar error={error} onRetry={() => void refetch()} />}
      <Older records={records} />
    </>
  );
}

function Older({ records }: { records: Records }) {
  const styles = useStyles();
  const { t } = useTranslation('synchronizations');
  const announce = useAnnounce();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = records;
  const older = async () => {
    const { data } = await fetchNextPage();
    const count = data?.pages.at(-1)?.synchronizations.length;
    if (count !== undefined) announce(t('records.shown', { count }));
  };
  if (!hasNextPage) return <Text className={styles.lead}>{t('records.end')}</Text>;
  return (
    <div className={styles.foot}>
      <Button
        disabledFocusable={isFetchingNextPage}
        icon={isFetchingNextPage ? <Spinner size="tiny" /> : undefined}
        onClick={() => void older()}
      >
        {isFetchingNextPage ? t('records.loadingOlder') : t('records.older')}
      </Button>
    </div>
  );
}
