import { Card, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../api/client.ts';
import { StateBadge } from '../../../components/state-badge.tsx';
import { useFormat } from '../../../language/format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { MethodText } from '../parts/method-text.tsx';
import { AccountLink } from './account-link.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ApplicationIds } from './application-ids.tsx';
import { LastSynchronized, Protected } from './published.tsx';
import { TenantName } from './tenant-name.tsx';

const useStyles = makeStyles({
  card: { padding: tokens.spacingHorizontalL, gap: tokens.spacingVerticalL },
  head: {
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  names: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '4px' },
  title: { margin: 0 },
});

/** The content of a table row as a card, for narrow screens. */
export function AccountCard({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { dateTime } = useFormat();
  return (
    <Card className={styles.card}>
      <div className={styles.head}>
        <div className={styles.names}>
          <Subtitle1 as="h2" className={styles.title}>
            <AccountLink account={account} />
          </Subtitle1>
          <StateBadge account={account} />
        </div>
        <AccountMenu account={account} />
      </div>
      <Facts>
        <Fact term={t('column.tenant')}>
          <TenantName account={account} />
        </Fact>
        <Fact term={t('column.method')}>
          <MethodText account={account} />
        </Fact>
        <Fact term={t('overview.opened')}>{dateTime(account.openedAt)}</Fact>
        <Fact term={t('column.synchronized')}>
          <LastSynchronized account={account} />
        </Fact>
        <Fact term={t('column.published')}>
          <Protected account={account} />
        </Fact>
        <Fact term={t('column.applications')}>
          <ApplicationIds account={account} />
        </Fact>
      </Facts>
    </Card>
  );
}
