import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/** Hides content visually but keeps it for screen readers. */
export const VISUALLY_HIDDEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;

const useStyles = makeStyles({ hidden: VISUALLY_HIDDEN });

/** Text for screen readers only, where the visual cue is an icon. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={useStyles().hidden}>{children}</span>;
}
