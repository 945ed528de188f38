import { Badge, type BadgeProps, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/client.ts';
import { stepOf } from './state-text.ts';
import type { ProvisioningState } from '../../domain/provisioning.ts';

const COLORS: Partial<Record<ProvisioningState, BadgeProps['color']>> = {
  protected: 'success',
  attentionRequired: 'danger',
  removing: 'informative',
  removed: 'informative',
};

// A long state wraps on narrow screens, and the badge grows with it.
const useStyles = makeStyles({
  badge: {
    height: 'auto',
    minHeight: '1.25rem',
    whiteSpace: 'normal',
    textAlign: 'center',
    overflowWrap: 'normal',
  },
});

/** The account's state as a short label. */
export function StateBadge({ account }: { account: Account }) {
  const { t } = useTranslation('dashboard');
  const { state } = account;
  return (
    <Badge appearance="tint" className={useStyles().badge} color={COLORS[state] ?? 'brand'}>
      {t(`state.${state}`, stepOf(account))}
    </Badge>
  );
}
