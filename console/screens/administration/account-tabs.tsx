import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { DirectoryTab } from './directory/directory-tab.tsx';
import { HistoryTab } from './history/history-tab.tsx';
import { HeldNotice } from '../removals/held-notice.tsx';
import { waitsForDecision } from '../removals/held.ts';
import { OverviewTab } from './overview/overview-tab.tsx';
import { SynchronizationsTab } from './synchronizations/synchronizations-tab.tsx';

const ADDRESS = '/organizations/$organizationId/administration/service-accounts/$service';

const TABS = {
  overview: OverviewTab,
  synchronizations: SynchronizationsTab,
  history: HistoryTab,
  directory: DirectoryTab,
} as const;
type TabName = keyof typeof TABS;
const NAMES = Object.keys(TABS) as TabName[];

const useStyles = makeStyles({ list: { marginLeft: '-0.625rem', flexWrap: 'wrap' } });

/** The account's tabs. The selected one is part of the address. */
export function AccountTabs({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { tab = 'overview' } = useSearch({ from: ADDRESS });
  const navigate = useNavigate({ from: ADDRESS });
  const id = useId();
  const Panel = TABS[tab];
  return (
    <>
      {waitsForDecision(account) && tab !== 'synchronizations' && <HeldNotice account={account} />}
      <TabList
        className={styles.list}
        aria-label={t('tab.label')}
        selectedValue={tab}
        onTabSelect={(_event, { value }) => void navigate({ search: { tab: value as TabName } })}
      >
        {NAMES.map((name) => (
          <Tab key={name} value={name} id={`${id}-${name}`} aria-controls={`${id}-panel`}>
            {t(`tab.${name}`)}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        <Panel account={account} />
      </div>
    </>
  );
}
