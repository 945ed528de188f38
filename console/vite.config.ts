import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

/** Needed by every screen, and seldom changed: one file, which stays in caches. */
const LIBRARIES = packages(
  'react(-dom)?|scheduler|use-sync-external-store',
  '@tanstack/(react-router|router-core|history|react-store|store|react-query|query-core)',
  'i18next|react-i18next|hono|@griffel/[^/]+|rtl-css-js|stylis|keyborg',
  '@fluentui/(tokens|react-theme|react-provider|react-utilities|react-shared-contexts)',
  '@fluentui/(react-button|react-field|react-input|react-label|react-select|react-text)',
  '@fluentui/(react-badge|react-spinner|react-link|react-jsx-runtime)',
);
/** The console's own part of the first load: the shell, the dashboard, what every screen shares. */
const FIRST =
  /console\/(api|app\/(?!focus)|components|language\/[^/]+\.ts|shell\/(?!.*surface)|screens\/(dashboard|sign-in))/;

function packages(...names: string[]): RegExp {
  return new RegExp(`node_modules/(${names.join('|')})/`);
}

/** Files are compressed once, when they are built, not with every answer. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    compression({
      include: /\.(js|css|svg)$/,
      threshold: 0,
      algorithms: [defineAlgorithm('brotliCompress'), defineAlgorithm('gzip')],
    }),
  ],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    sourcemap: false,
    // The libraries' file, before compression. What is served is measured by a test.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: LIBRARIES },
            { name: 'first', test: FIRST },
          ],
        },
      },
    },
  },
});
