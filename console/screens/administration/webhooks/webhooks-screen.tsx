/** Administration > Webhooks: where events go, for administrators only. */
import { Button } from '@fluentui/react-components';
import { AddRegular, PlugConnectedRegular } from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notificationsQuery } from '../../../api/queries.ts';
import { useCanEdit, useThisOrganization } from '../../../api/session.ts';
import { EmptyView } from '../../../components/empty-view.tsx';
import { Page } from '../../../components/page.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useRefetchOnChange } from '../parts/use-refetch-on-change.ts';
import { AddDialog } from './edit-dialog.tsx';
import { EndpointSection } from './endpoint-section.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { type Created, webhooksQuery } from './use-webhooks.ts';

export function WebhooksScreen() {
  const { t } = useTranslation('webhooks');
  if (useCanEdit()) return <Webhooks />;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Panel>
        <EmptyView
          icon={<PlugConnectedRegular />}
          title={t('administratorsOnly')}
          lead={t('administratorsOnlyLead')}
        />
      </Panel>
    </Page>
  );
}

/** The endpoints. One that is disabled comes with a notification, which live events bring. */
function useEndpoints(organizationId: string) {
  const { data, refetch } = useSuspenseQuery(webhooksQuery(organizationId));
  const { notifications } = useSuspenseQuery(notificationsQuery(organizationId)).data;
  useRefetchOnChange(notifications[0]?.id ?? '', refetch);
  return data;
}

function Webhooks() {
  const { t } = useTranslation('webhooks');
  const { id: organizationId } = useThisOrganization();
  const { endpoints } = useEndpoints(organizationId);
  const [adding, setAdding] = useState(false);
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      }
    >
      {endpoints.length === 0 && (
        <Panel>
          <EmptyView icon={<PlugConnectedRegular />} title={t('empty')} lead={t('emptyLead')} />
        </Panel>
      )}
      {endpoints.map((endpoint) => (
        <EndpointSection key={endpoint.id} endpoint={endpoint} />
      ))}
      <AddDialog
        organizationId={organizationId}
        open={adding}
        onClose={() => setAdding(false)}
        onCreated={setCreated}
      />
      <SecretDialog created={created} onClose={() => setCreated(null)} />
    </Page>
  );
}
