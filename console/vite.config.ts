import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

/** Libraries that every screen needs. They change rarely, so they are one file that stays cached. */
const LIBRARIES = packages(
  'react(-dom)?|scheduler|use-sync-external-store',
  '@tanstack/(react-router|router-core|history|react-store|store|react-query|query-core)',
  'i18next|react-i18next|hono|@griffel/[^/]+|rtl-css-js|stylis|keyborg',
  '@fluentui/(tokens|react-theme|react-provider|react-utilities|react-shared-contexts)',
  '@fluentui/(react-button|react-field|react-input|react-label|react-select|react-text)',
  '@fluentui/(react-badge|react-spinner|react-link|react-jsx-runtime)',
);
/**
 * The console's own part of the first load: the shell, the dashboard and shared components. Dialogs
 * and paged lists stay out of it and load with the screens that use them.
 */
const FIRST =
  /console\/(api|app\/(?!focus)|components\/(?!dialog|paged-list)|language\/[^/]+\.ts|shell\/(?!.*surface)|screens\/(dashboard|sign-in))/;

function packages(...names: string[]): RegExp {
  return new RegExp(`node_modules/(${names.join('|')})/`);
}

/** Files are compressed once at build time, not for each response. */
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
    // The uncompressed size of the libraries file. A test measures what is actually served.
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
