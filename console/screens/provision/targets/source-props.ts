import type { Target } from './selection.ts';

/** Props of every tab: the selected targets (ids) and the targets marked in the tab. */
export interface SourceProps {
  readonly selected: ReadonlySet<string>;
  readonly marked: readonly Target[];
  readonly onMark: (targets: readonly Target[]) => void;
}

/** Props of a tab whose finds are kept while the tabs are switched. */
export interface LookupProps extends SourceProps {
  readonly found: readonly Target[];
  readonly onFound: (target: Target) => void;
}
