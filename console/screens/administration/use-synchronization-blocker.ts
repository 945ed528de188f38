import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { copiesOf } from '../../components/service.ts';
import { useServicesOfMethod } from '../../components/use-services-of-method.ts';
import { synchronizability } from './actions.ts';

/** Why no synchronization can be requested, or null if it can. */
export function useSynchronizationBlocker(account: Account): string | null {
  const { t } = useTranslation(['administration', 'dashboard', 'synchronizations']);
  const copies = copiesOf(account.service);
  const services = useServicesOfMethod(account);
  switch (synchronizability(account)) {
    case 'available':
      return null;
    case 'notForSelected':
      return t(`synchronizations:schedule.none.${copies}`, { services });
    case 'running':
      return t(`dashboard:stateLead.synchronizing.${copies}`);
    case 'held':
      return t('synchronizations:held.notice');
    case 'later':
      return t('synchronizeLater');
  }
}
