import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { copiesOf, targetOf } from '../../../components/service.ts';

/** What the account protects. */
export function MethodText({ account }: { account: Account }) {
  const { t } = useTranslation('administration');
  const { method, service, targetCount } = account;
  const target = targetOf(service);
  if (method === null) return t('noMethod');
  if (method === 'all') return t(`method.all.${copiesOf(service)}`);
  if (targetCount === null) return t(`method.selected.${target}`);
  return t(`method.selectedCount.${target}`, { count: targetCount });
}
