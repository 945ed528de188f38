/** Entry point of the console. The language is loaded before the first render. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startLanguage } from './language/language.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('The document has no #root');
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
