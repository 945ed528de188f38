/** Administration > Service Account > one account. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { servicesQuery } from '../../api/queries.ts';
import { useThisOrganization } from '../../api/session.ts';
import { Page } from '../../components/page.tsx';
import { AccountActions } from './account-actions.tsx';
import { AccountTabs } from './account-tabs.tsx';
import { HistoryTab } from './history/history-tab.tsx';
import { NoAccount } from './no-account.tsx';
import { StateLine } from './parts/state-line.tsx';
import { ViewerNote } from './parts/viewer-note.tsx';
import { RemovalProgress } from './removal/removal-progress.tsx';
import { useWasRemoved } from './removal/use-removal.ts';

const ADDRESS = '/organizations/$organizationId/administration/service-accounts/$service';

export function ServiceAccountScreen() {
  const { service } = useParams({ from: ADDRESS });
  const organization = useThisOrganization();
  const { t } = useTranslation();
  const { services } = useSuspenseQuery(servicesQuery(organization.id)).data;
  const account = services.find((entry) => entry.service === service)?.account ?? null;
  const removed = useWasRemoved({ organizationId: organization.id, service }, account);
  return (
    <Page
      title={t(`service.${service}`)}
      lead={account && <StateLine account={account} />}
      actions={account && <AccountActions account={account} />}
    >
      {account ? (
        <>
          <ViewerNote />
          {account.state === 'removing' && <RemovalProgress account={account} />}
          <AccountTabs account={account} />
        </>
      ) : (
        <>
          <NoAccount service={service} removed={removed} />
          <HistoryTab account={null} />
        </>
      )}
    </Page>
  );
}
