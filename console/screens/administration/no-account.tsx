import { Card, makeStyles } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../domain/services/services.ts';
import { useThisOrganization } from '../../api/session.ts';
import { useAnnounce } from '../../components/announcer.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { ServiceIcon } from '../../components/service-icon.tsx';
import { ProvisionAction } from './parts/provision-action.tsx';

const useStyles = makeStyles({ focused: { ':focus-visible': { outline: 'none' } } });

/** Shown when the service has no account: either not provisioned yet, or just removed. */
export function NoAccount({ service, removed }: { service: Service; removed: boolean }) {
  const { id: organizationId } = useThisOrganization();
  const { t } = useTranslation(['administration', 'common']);
  if (removed) return <Removed organizationId={organizationId} service={service} />;
  return (
    <Card>
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

function Removed(reference: { organizationId: string; service: Service }) {
  const styles = useStyles();
  const { t } = useTranslation(['administration', 'common']);
  const announce = useAnnounce();
  const panel = useRef<HTMLDivElement>(null);
  const title = t('removed.title');
  const service = t(`common:service.${reference.service}`);
  // The focused element disappeared with the account.
  useEffect(() => {
    panel.current?.focus();
    announce(title);
  }, [announce, title]);
  return (
    <div ref={panel} tabIndex={-1} className={styles.focused}>
      <Card>
        <EmptyView icon={<DeleteRegular />} title={title} lead={t('removed.lead', { service })}>
          <ProvisionAction {...reference} again />
        </EmptyView>
      </Card>
    </div>
  );
}
