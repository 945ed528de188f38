/** A console session with a browser, and the steps that consent tests share. */
import { z } from 'zod';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { type ConsentKind, consentsOf } from '../../domain/consents.ts';
import { type Service, SERVICE_IDS } from '../../domain/services/services.ts';
import {
  consentAtMicrosoft,
  CONTOSO_ADMINISTRATOR,
  type MicrosoftPerson,
  signInAtMicrosoft,
} from './administrator.ts';
import { Browser, type ShownPage } from './browser.ts';
import {
  type Account,
  ApiProblem,
  type ConsoleClient,
  signInToConsole,
  type Snapshot,
} from './console-client.ts';
import type { Stack } from './stack.ts';
import { controlTenant } from './tenant.ts';

/** People of the sandbox with the passwords from its sign-in page. */
const person = (name: string, tenant: string): MicrosoftPerson => ({
  email: `${name}@${tenant}.example`,
  password: `${tenant}-${name}`,
});
export const CONTOSO_USER = person('user', 'contoso');
export const CONTOSO_EXCHANGE_ADMINISTRATOR = person('exchange', 'contoso');
export const CONTOSO_ROLE_ADMINISTRATOR = person('roles', 'contoso');
/** An ordinary user in Fabrikam, and a guest with the Global Administrator role in Contoso. */
export const FABRIKAM_CONSULTANT = person('consultant', 'fabrikam');
export const FABRIKAM_ADMINISTRATOR = person('admin', 'fabrikam');

export const CONTOSO_TENANT = '7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053';
export const FABRIKAM_TENANT = '9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346';

/** The console allows ten sign-ins a minute, so each session is created once and shared. */
const sessions = new Map<string, string[]>();

/** A browser that can stop before an address, as if its tab were closed. */
export class SessionBrowser extends Browser {
  /** A path that is not requested. The browser then shows an empty page at that address. */
  stopAt: string | null = null;

  override async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    if (pathname === this.stopAt) return new Response('');
    if (pathname !== '/api/auth/sign-in/email') return super.fetch(url, init);
    const key = JSON.stringify([String(url), init.body]);
    const cookies = sessions.get(key);
    if (cookies) {
      await this.receive(url, cookies);
      return Response.json({});
    }
    const answer = await super.fetch(url, init);
    if (answer.ok) sessions.set(key, answer.headers.getSetCookie());
    return answer;
  }
}

export interface ConsoleSession {
  readonly browser: SessionBrowser;
  readonly client: ConsoleClient;
  readonly origin: string;
}

/** Signs in to the console with a new browser. */
export async function openSession(
  { origin }: Pick<Stack, 'origin'>,
  organizationId = 'contoso',
  credentials: { email: string; password: string } = DEMO_ADMINISTRATOR,
): Promise<ConsoleSession> {
  const browser = new SessionBrowser();
  return {
    browser,
    origin,
    client: await signInToConsole(browser, origin, credentials, organizationId),
  };
}

/** Like `openSession`, and starts an account, which then waits for its first consent. */
export async function beginProvisioning(
  stack: Stack,
  organizationId = 'contoso',
): Promise<ConsoleSession> {
  const session = await openSession(stack, organizationId);
  await session.client.start();
  await session.client.follow(({ account }) => account?.state === 'awaitingConsent');
  return session;
}

/** The same session, about another service. */
export const about = (session: ConsoleSession, service: Service): ConsoleSession => ({
  ...session,
  client: session.client.about(service),
});

/** Removes the accounts of both organizations and resets the sandbox. */
export async function resetAll(stack: Stack): Promise<void> {
  for (const organizationId of ['contoso', 'fabrikam']) {
    const { client } = await openSession(stack, organizationId);
    for (const service of SERVICE_IDS) await removeAccount(client.about(service));
  }
  await controlTenant(stack.sandbox, 'contoso.example').reset();
}

/** Removes the account, if there is one, and waits until it is gone. */
export async function removeAccount(client: ConsoleClient): Promise<void> {
  const absent = await client.remove().then(
    () => false,
    (error: unknown) => {
      if (error instanceof ApiProblem && error.problem.code === 'NotFound') return true;
      throw error;
    },
  );
  if (!absent) await client.follow(({ account }) => account === null);
}

/** Clicks the step and signs in. The page is Microsoft's consent screen or one of ours. */
export async function clickAndSignIn(
  { client, browser }: ConsoleSession,
  kind: ConsentKind,
  who: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<{ attemptId: string; signInAddress: string; page: ShownPage }> {
  const attempt = await client.consent(kind);
  return { ...attempt, page: await signInAtMicrosoft(browser, attempt.signInAddress, who) };
}

/** Completes the step, from the click until it is green. */
export async function completeStep(
  { client, browser }: ConsoleSession,
  kind: ConsentKind,
  who: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<Account> {
  const { signInAddress } = await client.consent(kind);
  await consentAtMicrosoft(browser, signInAddress, who);
  return untilConsent(client, kind, ({ status }) => status === 'granted');
}

/** Completes the steps that are not granted yet. */
export async function completeConsents(
  session: ConsoleSession,
  who?: MicrosoftPerson,
): Promise<Account> {
  for (const kind of consentsOf(session.client.service)) {
    if (consentOf(await session.client.account(), kind).status !== 'granted') {
      await completeStep(session, kind, who);
    }
  }
  return until(session.client, ({ state }) => state === 'awaitingTargets');
}

type ConsentDocument = Account['consents'][number];

export function consentOf(account: Account, kind: ConsentKind): ConsentDocument {
  const consent = account.consents.find((it) => it.kind === kind);
  if (!consent) throw new Error(`The account has no step ${kind}`);
  return consent;
}

/** Follows the events until the account meets the condition. */
export async function until(
  client: ConsoleClient,
  isMet: (account: Account) => boolean,
): Promise<Account> {
  const enough = ({ account }: Snapshot) => account !== null && isMet(account);
  const { account } = await client.follow(enough);
  if (!account) throw new Error('The account is gone');
  return account;
}

/** Follows the events until the step meets the condition. */
export const untilConsent = (
  client: ConsoleClient,
  kind: ConsentKind,
  isMet: (consent: ConsentDocument) => boolean,
): Promise<Account> => until(client, (account) => isMet(consentOf(account, kind)));

const auditSchema = z.object({
  events: z.array(
    z.object({
      action: z.string(),
      actor: z.string(),
      accountId: z.string().nullable(),
      tenantId: z.string().nullable(),
      correlationId: z.string(),
      details: z.record(z.string(), z.unknown()),
      mailbox: z.string().nullable(),
    }),
  ),
});

/** The organization's newest audit events. */
export async function auditTrail({ call, base }: ConsoleClient) {
  return auditSchema.parse(await call('GET', `${base}/audit-events?limit=500`)).events;
}
