import { useTranslation } from 'react-i18next';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import type { Account } from '../api/client.ts';

/** The account's service and those that use the same method: all of them must be removed to change it. */
export function useServicesOfMethod(account: Pick<Account, 'service' | 'requiredMethod'>): string {
  const { t, i18n } = useTranslation();
  const { service, requiredMethod } = account;
  const names = SERVICE_IDS.filter(
    (id) => id === service || requiredMethod?.services.includes(id),
  ).map((id) => t(`service.${id}`));
  return new Intl.ListFormat(i18n.language).format(names);
}
