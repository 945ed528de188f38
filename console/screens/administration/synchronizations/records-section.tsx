import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account, Synchronization } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PagedList } from '../../../components/paged-list.tsx';
import { Section } from '../../../components/section.tsx';
import { RecordItem } from './record-item.tsx';
import { withLatest } from './records.ts';
import { useRecords } from './use-records.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
});

/** All synchronizations of the account, page by page. */
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
      <PagedList
        query={records}
        entriesOf={({ synchronizations }) => synchronizations}
        empty={
          <EmptyView
            icon={<ArrowSyncRegular />}
            title={t('records.empty')}
            lead={t('records.emptyLead')}
          />
        }
        texts={{
          older: t('records.older'),
          loadingOlder: t('records.loadingOlder'),
          shown: (count) => t('records.shown', { count }),
          end: t('records.end'),
        }}
      >
        {(synchronizations: readonly Synchronization[]) => (
          <ul className={styles.list}>
            {withLatest(synchronizations, account.synchronization).map((synchronization) => (
              <RecordItem
                key={synchronization.runId}
                service={account.service}
                synchronization={synchronization}
              />
            ))}
          </ul>
        )}
      </PagedList>
    </Section>
  );
}
