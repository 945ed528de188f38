import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Synchronization } from '../../../api/client.ts';

const COLORS: Record<Synchronization['outcome'], BadgeProps['color']> = {
  running: 'brand',
  published: 'success',
  cancelled: 'informative',
  rejected: 'informative',
};

/** The outcome of a synchronization as a short label. */
export function OutcomeBadge({
  synchronization: { outcome, held },
}: {
  synchronization: Synchronization;
}) {
  const { t } = useTranslation(['administration', 'synchronizations']);
  if (held) {
    return (
      <Badge appearance="tint" color="warning">
        {t('synchronizations:records.waitsForDecision')}
      </Badge>
    );
  }
  return (
    <Badge appearance="tint" color={COLORS[outcome]}>
      {t(`synchronization.outcome.${outcome}`)}
    </Badge>
  );
}
