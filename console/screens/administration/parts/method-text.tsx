import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';

/** Who the account protects. */
export function MethodText({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const { method, targetCount } = account;
  if (method === null) return t('noMethod');
  if (method === 'all' || targetCount === null) return t(`method.${method}`);
  return t('method.selectedCount', { count: targetCount });
}
