import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { useThisOrganization } from '../../../api/session.ts';
import { EmptyView } from '../../../components/empty-view.tsx';
import { PagedList } from '../../../components/paged-list.tsx';
import { Section } from '../../../components/section.tsx';
import { Timeline } from './timeline-list.tsx';
import { type AuditEvent, useHistory } from './use-history.ts';

const useStyles = makeStyles({ lead: { color: tokens.colorNeutralForeground2 } });

/** The audit events of the account, or of the whole organization if there is no account. */
export function HistoryTab({ account }: { account: Account | null }) {
  const styles = useStyles();
  const { t } = useTranslation('audit');
  const { id: organizationId } = useThisOrganization();
  const history = useHistory(organizationId, account);
  return (
    <Section title={t('title')}>
      <Text className={styles.lead}>{account ? t('lead') : t('leadOrganization')}</Text>
      <PagedList
        query={history}
        entriesOf={({ events }) => events}
        empty={<EmptyView icon={<HistoryRegular />} title={t('empty')} lead={t('emptyLead')} />}
        texts={{
          older: t('older'),
          loadingOlder: t('loadingOlder'),
          shown: (count) => t('shown', { count }),
          end: t('end'),
        }}
      >
        {(events: readonly AuditEvent[]) => <Timeline events={events} />}
      </PagedList>
    </Section>
  );
}
