/** A person with a separate browser context. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { DEMO_ADMINISTRATOR } from '../../../api/authentication/seeds.ts';
import type { Language } from '../../../domain/languages.ts';
import { type Texts, textsIn } from './texts.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface VisitorOptions {
  /** The signed-in person, or null. */
  readonly as?: Credentials | null;
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** A touch screen without a mouse. */
  readonly touch?: boolean;
}

/** Longer than any step on a loaded machine, and shorter than the timeout of a test. */
const PATIENCE = 30_000;
const LOCALES: Record<Language, string> = { en: 'en-GB', es: 'es-ES' };

type SessionCookies = Awaited<ReturnType<BrowserContext['cookies']>>;
/** The console allows ten sign-ins a minute, so visitors share a session per person and server. */
const sessions = new Map<string, SessionCookies>();

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The console's texts in this visitor's language. */
  readonly t: Texts;
  readonly origin: string;
  /** Errors that the browser logged, except those passed to `expectComplaints`. */
  complaints(): string[];
  /** Declares errors that belong to the test. */
  expectComplaints(about: RegExp): void;
}

/** Opens an empty browser window. */
export async function openVisitor(
  browser: Browser,
  origin: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const { as = DEMO_ADMINISTRATOR, language = 'en' } = options;
  const context = await browser.newContext(contextOptions(language, options));
  context.setDefaultTimeout(PATIENCE);
  const complaints = await collectComplaints(context);
  if (as) await signIn(context, origin, as);
  const expected: RegExp[] = [];
  return {
    context,
    page: await context.newPage(),
    t: textsIn(language),
    origin,
    complaints: () => complaints.filter((it) => !expected.some((about) => about.test(it))),
    expectComplaints: (about) => void expected.push(about),
  };
}

/** Closes the tab and opens an empty one in the same context. */
export async function reopened(visitor: Visitor): Promise<Visitor> {
  await visitor.page.close();
  return { ...visitor, page: await visitor.context.newPage() };
}

function contextOptions(language: Language, options: VisitorOptions): BrowserContextOptions {
  const { theme = 'light', width = 1440, height = 1000, touch = false } = options;
  return {
    locale: LOCALES[language],
    colorScheme: theme,
    viewport: { width, height },
    hasTouch: touch,
    isMobile: touch,
    // Animations make clicks and screenshots unreliable.
    reducedMotion: 'reduce',
  };
}

/** Collects script errors, logged errors and Content-Security-Policy violations. */
async function collectComplaints(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  context.on('weberror', (it) =>
    complaints.push(`script: ${it.error().stack ?? it.error().message}`),
  );
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // oxlint-disable-next-line eslint/no-console -- passes the violation to the test
      console.error(`policy: ${violatedDirective} refused ${blockedURI}`);
    });
  });
  return complaints;
}

async function signIn(context: BrowserContext, origin: string, who: Credentials): Promise<void> {
  const key = `${origin} ${who.email}`;
  const session = sessions.get(key);
  if (session) return context.addCookies(session);
  const { email, password } = who;
  const answer = await context.request.post(`${origin}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin },
  });
  if (!answer.ok()) throw new Error(`The sign-in of ${email} was answered ${answer.status()}`);
  sessions.set(key, await context.cookies());
}
