/** The pane for finding targets: users by name or by group, sites by address or by title. */
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetKind } from '../../../components/service.ts';
import { ByUrl, ByUser } from './by-address.tsx';
import { ByGroup } from './by-group.tsx';
import { ByTitle } from './by-title.tsx';
import { Pane } from './pane.tsx';
import type { Target } from './selection.ts';
import type { LookupProps } from './source-props.ts';

const SOURCES = {
  byUser: ByUser,
  byGroup: ByGroup,
  byUrl: ByUrl,
  byTitle: ByTitle,
} as const satisfies Record<string, ComponentType<LookupProps>>;
export type AvailableTab = keyof typeof SOURCES;

/** The tabs for each kind of target, the first one shown first. */
export const TABS = {
  user: ['byUser', 'byGroup'],
  site: ['byUrl', 'byTitle'],
} as const satisfies Record<TargetKind, readonly AvailableTab[]>;

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
  kind: TargetKind;
  tab: AvailableTab;
  onTab: (tab: AvailableTab) => void;
  found: readonly Target[];
  onFound: (target: Target) => void;
  selected: readonly Target[];
  marked: Readonly<Record<AvailableTab, readonly Target[]>>;
  onMark: (targets: readonly Target[]) => void;
}) {
  const { kind, tab, onTab, found, onFound, marked, onMark } = props;
  const { t } = useTranslation('targets');
  const styles = useStyles();
  const selected = new Set(props.selected.map(({ id }) => id));
  const tabs: readonly AvailableTab[] = TABS[kind];
  return (
    <Pane title={t('available')}>
      <TabList
        selectedValue={tab}
        aria-label={t('available')}
        onTabSelect={(_event, { value }) => onTab(tabs.find((each) => each === value) ?? tab)}
      >
        {tabs.map((each) => (
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
      {/* All panels stay mounted to keep their state when tabs are switched. */}
      {tabs.map((each) => {
        const Source = SOURCES[each];
        return (
          <div
            key={each}
            role="tabpanel"
            id={`provision-panel-${each}`}
            aria-labelledby={`provision-tab-${each}`}
            className={each === tab ? styles.panel : styles.hidden}
          >
            <Source
              found={found}
              onFound={onFound}
              selected={selected}
              marked={marked[each]}
              onMark={onMark}
            />
          </div>
        );
      })}
    </Pane>
  );
}
