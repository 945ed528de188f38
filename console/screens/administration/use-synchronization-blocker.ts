import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { synchronizability } from './actions.ts';

/** Why no synchronization can be requested, or null if it can. */
export function useSynchronizationBlocker(account: Account): string | null {
  const { t } = useTranslation(['administration', 'failures', 'dashboard', 'synchronizations']);
  switch (synchronizability(account)) {
    case 'available':
      return null;
    case 'notForSelected':
      return t('failures:SynchronizationNotAvailable');
    case 'running':
      return t('dashboard:stateLead.synchronizing');
    case 'held':
      return t('synchronizations:held.notice');
    case 'later':
      return t('synchronizeLater');
  }
}
