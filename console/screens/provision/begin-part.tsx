/** Shown while the service is not provisioned. */
import { Button, Spinner, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCanEdit } from '../../api/session.ts';
import { useProvision } from '../../api/use-provision.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { Section } from '../../components/section.tsx';
import { useAccountReference } from './use-account.ts';

export function BeginPart() {
  const { t } = useTranslation('consents');
  const mayChange = useCanEdit();
  const begin = useProvision(useAccountReference());
  // Without a worker the server accepts the request and the account appears later, so it stays busy after success.
  const opening = begin.isPending || begin.isSuccess;
  return (
    <Section title={t('begin.title')}>
      <Text>{t('begin.lead')}</Text>
      {begin.error && <ProblemBar error={begin.error} />}
      {mayChange && (
        <div>
          <Button
            appearance="primary"
            size="large"
            icon={opening ? <Spinner size="tiny" /> : null}
            disabledFocusable={opening}
            onClick={() => opening || begin.mutate()}
          >
            {opening ? t('begin.opening') : t('begin.provision')}
          </Button>
        </div>
      )}
    </Section>
  );
}
