import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ProvisioningState } from '../../domain/provisioning.ts';

const COLORS: Partial<Record<ProvisioningState, BadgeProps['color']>> = {
  protected: 'success',
  attentionRequired: 'danger',
  removing: 'informative',
  removed: 'informative',
};

/** Where an account stands, in two words. */
export function StateBadge({ state }: { state: ProvisioningState }) {
  const { t } = useTranslation('dashboard');
  return (
    <Badge appearance="tint" color={COLORS[state] ?? 'brand'}>
      {t(`state.${state}`)}
    </Badge>
  );
}
