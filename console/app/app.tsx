/** Providers around all screens: styles, theme, server state, routes. */
import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Announcer } from '../components/announcer.tsx';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { ThemeProvider } from './theme.tsx';

// Fluent injects styles at runtime; the page's CSP accepts only style elements with its nonce.
const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

export function App() {
  return (
    <RendererProvider renderer={renderer}>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <Announcer>
            <RouterProvider router={router} />
          </Announcer>
        </QueryClientProvider>
      </ThemeProvider>
    </RendererProvider>
  );
}
