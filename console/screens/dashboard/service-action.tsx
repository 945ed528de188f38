import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../domain/services/services.ts';
import type { Account } from '../../api/client.ts';
import { useCanEdit, useThisOrganization } from '../../api/session.ts';
import { useProvision } from '../../api/use-provision.ts';
import { attentionTarget } from '../../components/attention-target.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { waitsForDecision } from '../held-removals/held.ts';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

/** The service's one next action, emphasized while the card is hovered or focused. */
export function ServiceAction(props: {
  service: Service;
  account: Account | null;
  engaged: boolean;
}) {
  const { service, account, engaged } = props;
  const { id: organizationId } = useThisOrganization();
  const { t } = useTranslation('dashboard');
  const params = { organizationId, service };
  if (!account) return <Provision {...params} engaged={engaged} />;
  if (account.state === 'protected' || account.state === 'removing') {
    return (
      <LinkButton
        appearance={engaged ? 'primary' : 'secondary'}
        to="/organizations/$organizationId/administration/service-accounts/$service"
        params={params}
      >
        {t('details')}
      </LinkButton>
    );
  }
  const reason = account.attention?.reason ?? null;
  return (
    <LinkButton appearance="primary" {...attentionTarget(reason)} params={params}>
      {waitsForDecision(account) ? t('decide') : t('continue')}
    </LinkButton>
  );
}

function Provision(props: { organizationId: string; service: Service; engaged: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation('dashboard');
  const provision = useProvision(props);
  if (!useCanEdit()) return <Text className={styles.quiet}>{t('viewerOnly')}</Text>;
  if (provision.error) {
    return <ProblemBar error={provision.error} onRetry={() => provision.mutate()} />;
  }
  return (
    <Button
      appearance={props.engaged ? 'primary' : 'secondary'}
      disabledFocusable={provision.isPending}
      icon={provision.isPending ? <Spinner size="tiny" /> : undefined}
      onClick={() => provision.mutate()}
    >
      {t('provision')}
    </Button>
  );
}
