/** The provisioning screen of a service, from the first consent to "… protected.", driven by server state. */
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCanEdit } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { partOf } from './journey/journey.ts';
import { JourneySteps } from './journey/journey-steps.tsx';
import { ProvisionPart } from './provision-part.tsx';
import { useAccount, useAccountReference } from './use-account.ts';

export function ProvisionScreen() {
  const { t } = useTranslation(['consents', 'common']);
  const account = useAccount();
  const { service } = useAccountReference();
  const mayChange = useCanEdit();
  const part = partOf(account);
  return (
    <Page
      // The heading takes the focus on each of the services.
      key={service}
      title={t('title', { service: t(`common:service.${service}`) })}
      lead={part === 'protected' || part === 'removing' ? null : t(`lead.${service}`)}
    >
      {account?.source === 'store' && (
        <Notice intent="warning">{t('common:connection.stored')}</Notice>
      )}
      {!mayChange && part !== 'protected' && <Text weight="semibold">{t('viewer')}</Text>}
      <JourneySteps service={service} account={account} />
      <ProvisionPart part={part} account={account} />
    </Page>
  );
}
