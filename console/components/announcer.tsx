/** Announces changes to screen readers through one polite live region. */
import { makeStyles } from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { VISUALLY_HIDDEN } from './visually-hidden.tsx';

const useStyles = makeStyles({
  hidden: VISUALLY_HIDDEN,
});

const AnnounceContext = createContext<(message: string) => void>(() => undefined);

/** Returns a function that announces a message after the screen reader has finished speaking. */
export const useAnnounce = () => useContext(AnnounceContext);

/** Announces `message` whenever it changes; not the initial one. */
export function useAnnounceChange(message: string): void {
  const announce = useAnnounce();
  const [first] = useState(message);
  const [said, setSaid] = useState(first);
  useEffect(() => {
    if (message === said) return;
    setSaid(message);
    announce(message);
  }, [message, said, announce]);
}

export function Announcer({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const [message, announce] = useState('');
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className={styles.hidden}>
        {message}
      </div>
    </AnnounceContext>
  );
}
