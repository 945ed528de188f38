/** Light or dark theme: the system setting or the user's choice. */
import {
  FluentProvider,
  makeStyles,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { useLocalStorage } from './local-storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const ThemeContext = createContext<{ theme: Theme; choose: (theme: Theme) => void }>({
  theme: 'system',
  choose: () => undefined,
});

export const useTheme = () => useContext(ThemeContext);

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const useStyles = makeStyles({
  root: { minHeight: '100dvh', backgroundColor: tokens.colorNeutralBackground2 },
});

const isTheme = (value: unknown): value is Theme => (THEMES as readonly unknown[]).includes(value);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [stored, choose] = useLocalStorage('provost-theme');
  const theme = isTheme(stored) ? stored : 'system';
  const systemDark = useSyncExternalStore(followSystem, () => darkSystem.matches);
  const dark = theme === 'dark' || (theme === 'system' && systemDark);
  const styles = useStyles();
  const value = useMemo(() => ({ theme, choose }), [theme, choose]);
  return (
    <ThemeContext value={value}>
      <FluentProvider theme={dark ? webDarkTheme : webLightTheme}>
        {/* Not a class on the provider: popovers would inherit the full-page background. */}
        <div className={styles.root}>{children}</div>
      </FluentProvider>
    </ThemeContext>
  );
}

function followSystem(changed: () => void): () => void {
  darkSystem.addEventListener('change', changed);
  return () => darkSystem.removeEventListener('change', changed);
}
