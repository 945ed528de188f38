import { useTranslation } from 'react-i18next';
import type { Account } from '../api/client.ts';
import { useFormat } from '../language/format.ts';

/** Whose turn it is while something needs attention: one sentence, the same on every screen. */
export function useTurn({ attention, quarantine }: Account): string | null {
  const { t } = useTranslation('consents');
  const { dateTime } = useFormat();
  if (attention === null) return null;
  const { reason } = attention;
  const { ews = null, allowList = null } = quarantine ?? {};
  if (reason === 'quarantineUnavailable' && ews === 'setNotEffective' && allowList)
    return t('turn.allowListSet', { until: dateTime(allowList.effectiveBy) });
  return t(`turn.${reason}`);
}
