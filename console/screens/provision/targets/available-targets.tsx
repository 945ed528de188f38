/** The pane for finding users: by name, or by group. */
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { ByGroup } from './by-group.tsx';
import { ByUser } from './by-user.tsx';
import { Pane } from './pane.tsx';
import type { TargetUser } from './selection.ts';

const AVAILABLE_TABS = ['byUser', 'byGroup'] as const;
export type AvailableTab = (typeof AVAILABLE_TABS)[number];

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    gap: tokens.spacingVerticalM,
    minWidth: 0,
  },
  hidden: { display: 'none' },
});

export function AvailableTargets(props: {
  tab: AvailableTab;
  onTab: (tab: AvailableTab) => void;
  found: readonly TargetUser[];
  onFound: (user: TargetUser) => void;
  selected: readonly TargetUser[];
  marked: Readonly<Record<AvailableTab, readonly TargetUser[]>>;
  onMark: (users: readonly TargetUser[]) => void;
}) {
  const { tab, onTab, found, onFound, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const selected = new Set(props.selected.map(({ id }) => id));
  // Both panels stay mounted to keep their state when tabs are switched.
  const panel = (of: AvailableTab) => ({
    role: 'tabpanel',
    id: `provision-panel-${of}`,
    'aria-labelledby': `provision-tab-${of}`,
    className: of === tab ? styles.panel : styles.hidden,
  });
  return (
    <Pane title={t('available')}>
      <TabList
        selectedValue={tab}
        aria-label={t('available')}
        onTabSelect={(_event, { value }) => onTab(value === 'byGroup' ? 'byGroup' : 'byUser')}
      >
        {AVAILABLE_TABS.map((each) => (
          <Tab
            key={each}
            value={each}
            id={`provision-tab-${each}`}
            aria-controls={`provision-panel-${each}`}
          >
            {t(`${each}.tab`)}
          </Tab>
        ))}
      </TabList>
      <div {...panel('byUser')}>
        <ByUser
          found={found}
          onFound={onFound}
          selected={selected}
          marked={marked.byUser}
          onMark={onMark}
        />
      </div>
      <div {...panel('byGroup')}>
        <ByGroup selected={selected} marked={marked.byGroup} onMark={onMark} />
      </div>
    </Pane>
  );
}
