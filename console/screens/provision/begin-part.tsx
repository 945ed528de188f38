/** Shown while the service is not provisioned. */
import { Button, Spinner, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCanEdit } from '../../api/session.ts';
import { useProvision } from '../../api/use-provision.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { Section } from '../../components/section.tsx';
import { RequiredMethodNote } from './required-method-note.tsx';
import { useAccountReference } from './use-account.ts';

export function BeginPart() {
  const { t } = useTranslation(['consents', 'common']);
  const mayChange = useCanEdit();
  const reference = useAccountReference();
  const begin = useProvision(reference);
  // Without a worker the server accepts the request and the account appears later, so it stays busy after success.
  const opening = begin.isPending || begin.isSuccess;
  return (
    <Section title={t('begin.title', { service: t(`common:service.${reference.service}`) })}>
      <Text>{t('begin.lead')}</Text>
      <RequiredMethodNote />
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
