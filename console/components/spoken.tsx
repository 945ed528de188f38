import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/** Heard, not seen. */
export const SPOKEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;

const useStyles = makeStyles({ spoken: SPOKEN });

/** Words for those who do not see what a sign says. */
export function Spoken({ children }: { children: ReactNode }) {
  return <span className={useStyles().spoken}>{children}</span>;
}
