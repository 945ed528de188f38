/** The provisioning screen, from the first consent to "Exchange Online protected.", driven by server state. */
import { Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCanEdit } from '../../api/session.ts';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { partOf } from './journey/journey.ts';
import { JourneySteps } from './journey/journey-steps.tsx';
import { ProvisionPart } from './provision-part.tsx';
import { useAccount } from './use-account.ts';

export function ProvisionScreen() {
  const { t } = useTranslation(['consents', 'common']);
  const account = useAccount();
  const mayChange = useCanEdit();
  const part = partOf(account);
  return (
    <Page title={t('title')} lead={part === 'protected' || part === 'removing' ? null : t('lead')}>
      {account?.source === 'store' && (
        <Notice intent="warning">{t('common:connection.stored')}</Notice>
      )}
      {!mayChange && part !== 'protected' && <Text weight="semibold">{t('viewer')}</Text>}
      <JourneySteps account={account} />
      <ProvisionPart part={part} account={account} />
    </Page>
  );
}
