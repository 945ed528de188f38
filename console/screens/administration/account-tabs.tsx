import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../api/client.ts';
import { AttentionBanner } from '../../components/attention-banner.tsx';
import { DirectoryTab } from './directory/directory-tab.tsx';
import { HistoryTab } from './history/history-tab.tsx';
import { waitsForDecision } from '../held-removals/held.ts';
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

const NARROW = '@media (max-width: 40rem)';

const useStyles = makeStyles({
  // One row: spread over a narrow screen, and scrolled where even that is too narrow.
  list: {
    marginLeft: '-0.625rem',
    [NARROW]: {
      marginLeft: 0,
      justifyContent: 'space-between',
      columnGap: tokens.spacingHorizontalS,
      overflowX: 'auto',
      scrollbarWidth: 'none',
    },
  },
  tab: {
    flexShrink: 0,
    [NARROW]: {
      paddingInline: 0,
      // The line below the name, which is inset by the padding that is not there.
      '::before': { left: 0, right: 0 },
      '::after': { left: 0, right: 0 },
    },
  },
});

/** The account's tabs. The selected one is part of the address. */
export function AccountTabs({ account }: { account: Account }) {
  const styles = useStyles();
  const { t } = useTranslation('administration');
  const { tab = 'overview' } = useSearch({ from: ADDRESS });
  const navigate = useNavigate({ from: ADDRESS });
  const id = useId();
  const Panel = TABS[tab];
  const decidedHere = waitsForDecision(account) && tab === 'synchronizations';
  return (
    <>
      {!decidedHere && <AttentionBanner account={account} />}
      <TabList
        className={styles.list}
        aria-label={t('tab.label')}
        selectedValue={tab}
        onTabSelect={(_event, { value }) => void navigate({ search: { tab: value as TabName } })}
      >
        {NAMES.map((name) => (
          <Tab
            key={name}
            value={name}
            className={styles.tab}
            id={`${id}-${name}`}
            aria-controls={`${id}-panel`}
          >
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
