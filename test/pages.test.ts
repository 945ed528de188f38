/** The pages outside the console, in the reader's language. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES } from '../domain/failures.ts';
import { LANGUAGE_COOKIE } from '../domain/languages.ts';
import { sentences as spanish } from '../domain/sentences/es.ts';
import {
  consentAtMicrosoft,
  CONTOSO_ADMINISTRATOR,
  signInAtMicrosoft,
} from './support/administrator.ts';
import { Browser, type ShownPage } from './support/browser.ts';
import { CONSENT_CALLBACK, withParameters } from './support/callbacks.ts';
import {
  beginProvisioning,
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  untilConsent,
} from './support/console-session.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
let session: ConsoleSession;
beforeAll(async () => {
  stack = await startStack();
  session = await beginProvisioning(stack);
});
afterAll(() => stack?.close());

const choose = (browser: Browser, language: string) =>
  browser.receive(stack.origin, [`${LANGUAGE_COOKIE}=${language}; Path=/; SameSite=Lax`]);
const languageOf = ({ document }: ShownPage) =>
  document.querySelector('html')?.getAttribute('lang');

/** Opens a callback without an attempt, which is answered with a failure page. */
async function failedPage(options: { cookie?: string; asks?: string }): Promise<ShownPage> {
  const browser = new Browser();
  if (options.cookie) await choose(browser, options.cookie);
  const headers: Record<string, string> = options.asks ? { 'accept-language': options.asks } : {};
  return browser.open(`${stack.origin}/consents/callback`, { headers });
}

describe('the language of a page', () => {
  test.each([
    { cookie: 'es', asks: 'en-US,en;q=0.9', language: 'es', why: 'was chosen in the console' },
    {
      cookie: 'en',
      asks: 'es',
      language: 'en',
      why: 'was chosen, regardless of what the browser asks for',
    },
    { asks: 'es-MX,es;q=0.9,en;q=0.8', language: 'es', why: 'is what the browser asks for' },
    { asks: 'en;q=0.5, es;q=0.8', language: 'es', why: 'is what the browser prefers' },
    {
      asks: 'fr, es;q=0',
      language: 'en',
      why: 'is used instead of a language that the browser excludes',
    },
    { asks: 'de-DE,de', language: 'en', why: 'is the fallback for unsupported languages' },
    { cookie: 'tlh', asks: 'es', language: 'es', why: 'is used if the chosen language is unknown' },
    { language: 'en', why: 'is the default without cookie and header' },
  ])('$language $why ($cookie, $asks)', async ({ cookie, asks, language }) => {
    const page = await failedPage({ cookie, asks });
    expect(languageOf(page)).toBe(language);
    const { sentence, title, code } = outcomeOf(page);
    expect(code).toBe('AttemptUnknown');
    expect({ title, sentence }).toEqual(
      language === 'es'
        ? { title: 'Este paso no se ha completado', sentence: spanish.failures.AttemptUnknown }
        : { title: 'This step was not completed', sentence: FAILURES.AttemptUnknown.sentence },
    );
  });
});

test.each([
  [
    'es',
    'Microsoft no ha confirmado el consentimiento',
    'Microsoft no completó el consentimiento.',
  ],
  ['en', 'Microsoft did not confirm the consent', 'Microsoft did not complete the consent.'],
])(
  'an error of Microsoft has its text, escaped, on a page in %s',
  async (language, title, sentence) => {
    await choose(session.browser, language);
    const { callback } = await CONSENT_CALLBACK.reach(session);
    const page = await session.browser.open(
      withParameters(callback, {
        error: 'server_error',
        error_description: 'AADSTS50000: <i>No.</i>',
      }),
    );
    expect(outcomeOf(page)).toMatchObject({ title, sentence, code: 'ConsentFailed' });
    expect(page.text).toContain('<span lang="en">AADSTS50000: &lt;i&gt;No.&lt;/i&gt;</span>');
  },
);

test('a Spanish administrator reads the outcome of a step in Spanish', async () => {
  await choose(session.browser, 'es');
  const { signInAddress } = await session.client.consent('exchange');
  const returned = await consentAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  expect(languageOf(returned)).toBe('es');
  expect(outcomeOf(returned)).toMatchObject({ status: 200, title: 'Vuelva a la consola' });
  expect(returned.text).toContain('Paso 1, Exchange Online: Microsoft ha recibido su respuesta.');
  expect(returned.text).toContain('Puede cerrar esta página');
});

test('a tenant mismatch names both tenants in either language', async () => {
  await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
  const mismatch = async (language: string) => {
    await choose(session.browser, language);
    const { signInAddress } = await session.client.consent('graph');
    return outcomeOf(
      await signInAtMicrosoft(session.browser, signInAddress, FABRIKAM_ADMINISTRATOR),
    );
  };
  expect(await mismatch('es')).toMatchObject({
    code: 'TenantMismatch',
    sentence:
      'admin@fabrikam.example pertenece al inquilino fabrikam.example, pero esta organización empezó con contoso.example para Exchange Online. Inicie sesión como administrador global de contoso.example. Para conectar fabrikam.example en su lugar, primero elimine Exchange Online en Administración > Cuenta de servicio.',
  });
  expect((await mismatch('en')).sentence).toBe(
    'admin@fabrikam.example belongs to the tenant fabrikam.example, but this organization began with contoso.example for Exchange Online. Sign in as a Global Administrator of contoso.example. To connect fabrikam.example instead, first remove Exchange Online under Administration > Service Account.',
  );
});

test('without a built console its addresses explain how to build it, and the API works', async () => {
  const page = await new Browser().open(stack.origin);
  expect(outcomeOf(page)).toMatchObject({ status: 503, title: 'The console is not built yet' });
  expect(page.text).toContain('npm run build');
  expect((await fetch(`${stack.origin}/assets/index.js`)).status).toBe(404);
  expect((await fetch(`${stack.origin}/readyz`)).status).toBe(200);
});
