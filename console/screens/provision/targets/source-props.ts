import type { TargetUser } from './selection.ts';

/** Props of both tabs: the selected users (ids) and the users marked in the tab. */
export interface SourceProps {
  readonly selected: ReadonlySet<string>;
  readonly marked: readonly TargetUser[];
  readonly onMark: (users: readonly TargetUser[]) => void;
}
