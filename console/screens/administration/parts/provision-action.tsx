import { Button, Spinner, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountReference } from '../../../api/client.ts';
import { useCanEdit } from '../../../api/session.ts';
import { useProvision } from '../../../api/use-provision.ts';
import { ProblemBar } from '../../../components/problem-bar.tsx';

/** Starts a provisioning. A viewer sees a note instead. */
export function ProvisionAction(props: AccountReference & { again?: boolean }) {
  const { again = false, ...reference } = props;
  const { t } = useTranslation(['administration', 'dashboard']);
  const provision = useProvision(reference);
  if (!useCanEdit()) return <Text>{t('dashboard:viewerOnly')}</Text>;
  if (provision.error) {
    return <ProblemBar error={provision.error} onRetry={() => provision.mutate()} />;
  }
  return (
    <Button
      appearance="primary"
      disabledFocusable={provision.isPending}
      icon={provision.isPending ? <Spinner size="tiny" /> : undefined}
      onClick={() => provision.mutate()}
    >
      {again ? t('action.provisionAgain') : t('action.provision')}
    </Button>
  );
}
