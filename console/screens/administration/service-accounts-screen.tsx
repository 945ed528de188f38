/** Administration > Service Account: all accounts of the organization. */
import { Card, makeStyles, tokens } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SERVICE_IDS } from '../../../domain/services/services.ts';
import type { Account } from '../../api/client.ts';
import { servicesQuery } from '../../api/queries.ts';
import { useCanEdit, useThisOrganization } from '../../api/session.ts';
import { EmptyView } from '../../components/empty-view.tsx';
import { Page } from '../../components/page.tsx';
import { ServiceIcon } from '../../components/service-icon.tsx';
import { AccountCard } from './accounts/account-card.tsx';
import { AccountsTable } from './accounts/accounts-table.tsx';
import { ProvisionAction } from './parts/provision-action.tsx';
import { useNarrow } from './parts/use-narrow.ts';
import { ViewerNote } from './parts/viewer-note.tsx';
import { shortName } from '../../language/short-name.ts';

const useStyles = makeStyles({
  card: { padding: 0 },
  cards: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: tokens.spacingVerticalL,
  },
});

export function ServiceAccountsScreen() {
  const organization = useThisOrganization();
  const { t } = useTranslation('administration');
  const mayChange = useCanEdit();
  const { services } = useSuspenseQuery(servicesQuery(organization.id)).data;
  const accounts = services.flatMap(({ account }) => account ?? []);
  return (
    <Page title={t('title')} lead={t('lead', { organization: shortName(organization.name) })}>
      {accounts.length > 0 && !mayChange && <ViewerNote />}
      {accounts.length > 0 ? <Accounts accounts={accounts} /> : <NoAccounts />}
    </Page>
  );
}

function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const styles = useStyles();
  const narrow = useNarrow('88rem');
  if (!narrow) {
    return (
      <Card className={styles.card}>
        <AccountsTable accounts={accounts} />
      </Card>
    );
  }
  return (
    <ul className={styles.cards}>
      {accounts.map((account) => (
        <li key={account.accountId}>
          <AccountCard account={account} />
        </li>
      ))}
    </ul>
  );
}

function NoAccounts() {
  const styles = useStyles();
  const { id: organizationId } = useThisOrganization();
  const { t } = useTranslation('administration');
  const [service] = SERVICE_IDS;
  return (
    <Card className={styles.card}>
      <EmptyView
        icon={<ServiceIcon service={service} />}
        title={t('empty.title')}
        lead={t(`empty.lead.${service}`)}
      >
        <ProvisionAction organizationId={organizationId} service={service} />
      </EmptyView>
    </Card>
  );
}
