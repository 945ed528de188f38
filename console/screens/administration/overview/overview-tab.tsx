import { makeStyles, tokens } from '@fluentui/react-components';
import type { Account } from '../../../api/client.ts';
import { Health } from '../../health/health.tsx';
import { AccountFacts } from './account-facts.tsx';
import { ConsentFacts } from './consent-facts.tsx';
import { SynchronizationFacts } from './synchronization-facts.tsx';

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXL } });

export function OverviewTab({ account }: { account: Account }) {
  const styles = useStyles();
  return (
    <div className={styles.parts}>
      <AccountFacts account={account} />
      <Health account={account} />
      <ConsentFacts consents={account.consents} />
      <SynchronizationFacts account={account} />
    </div>
  );
}
