/** Somebody at the console with a browser, and what consent tests do again and again there. */
import { z } from 'zod';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { CONSENT_KINDS, type ConsentKind } from '../../domain/consents.ts';
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
  type Told,
} from './console-client.ts';
import type { Stack } from './stack.ts';
import { controlTenant } from './tenant.ts';

/** People of the sandbox, each with the password that its sign-in page lists. */
const person = (name: string, tenant: string): MicrosoftPerson => ({
  email: `${name}@${tenant}.example`,
  password: `${tenant}-${name}`,
});
export const CONTOSO_USER = person('user', 'contoso');
export const CONTOSO_EXCHANGE_ADMINISTRATOR = person('exchange', 'contoso');
export const CONTOSO_ROLE_ADMINISTRATOR = person('roles', 'contoso');
/** An ordinary user at home, a Global Administrator as Contoso's guest. */
export const FABRIKAM_CONSULTANT = person('consultant', 'fabrikam');
export const FABRIKAM_ADMINISTRATOR = person('admin', 'fabrikam');

export const CONTOSO_TENANT = '7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053';
export const FABRIKAM_TENANT = '9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346';

/** Sign-ins to the console are limited to ten a minute, so each is made once and its session shared. */
const sessions = new Map<string, string[]>();

/** A browser that can stop short of an address, as if its tab had been closed there. */
export class DeskBrowser extends Browser {
  /** The path that is not gone to any more; the page shown is then an empty one at that address. */
  stopAt: string | null = null;

  override async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    if (pathname === this.stopAt) return new Response('');
    if (pathname !== '/api/auth/sign-in/email') return super.fetch(url, init);
    const key = JSON.stringify([String(url), init.body]);
    const session = sessions.get(key);
    if (session) {
      await this.receive(url, session);
      return Response.json({});
    }
    const answer = await super.fetch(url, init);
    if (answer.ok) sessions.set(key, answer.headers.getSetCookie());
    return answer;
  }
}

export interface Desk {
  readonly browser: DeskBrowser;
  readonly client: ConsoleClient;
  readonly origin: string;
}

/** Signs in to the console with a browser of its own. */
export async function sitDown(
  { origin }: Pick<Stack, 'origin'>,
  organizationId = 'contoso',
  credentials: { email: string; password: string } = DEMO_ADMINISTRATOR,
): Promise<Desk> {
  const browser = new DeskBrowser();
  return {
    browser,
    origin,
    client: await signInToConsole(browser, origin, credentials, organizationId),
  };
}

/** As `sitDown`, with a provisioning begun that waits for its first consent. */
export async function beginProvisioning(stack: Stack, organizationId = 'contoso'): Promise<Desk> {
  const desk = await sitDown(stack, organizationId);
  await desk.client.start();
  await desk.client.follow(({ account }) => account?.state === 'awaitingExchangeConsent');
  return desk;
}

/** Removes what the organizations have provisioned, and makes the sandbox new. */
export async function clearAway(stack: Stack): Promise<void> {
  for (const organizationId of ['contoso', 'fabrikam']) {
    const { client } = await sitDown(stack, organizationId);
    await removeAccount(client);
  }
  await controlTenant(stack.sandbox, 'contoso.example').reset();
}

/** Returns when the account is gone; none is as good. */
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

/** Clicks the step and signs in; ends where that leads: Microsoft's consent screen, or a page of ours. */
export async function clickAndSignIn(
  { client, browser }: Desk,
  kind: ConsentKind,
  who: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<{ attemptId: string; signInAddress: string; page: ShownPage }> {
  const attempt = await client.consent(kind);
  return { ...attempt, page: await signInAtMicrosoft(browser, attempt.signInAddress, who) };
}

/** Takes the step from the click until it is green. */
export async function completeStep(
  { client, browser }: Desk,
  kind: ConsentKind,
  who: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<Account> {
  const { signInAddress } = await client.consent(kind);
  await consentAtMicrosoft(browser, signInAddress, who);
  return untilConsent(client, kind, ({ status }) => status === 'granted');
}

/** Takes both steps, from wherever the account stands. */
export async function completeConsents(desk: Desk, who?: MicrosoftPerson): Promise<Account> {
  for (const kind of CONSENT_KINDS) {
    if (consentOf(await desk.client.account(), kind).status !== 'granted') {
      await completeStep(desk, kind, who);
    }
  }
  return until(desk.client, ({ state }) => state === 'awaitingTargets');
}

type ConsentDocument = Account['consents'][number];

export function consentOf(account: Account, kind: ConsentKind): ConsentDocument {
  const consent = account.consents.find((it) => it.kind === kind);
  if (!consent) throw new Error(`The account has no step ${kind}`);
  return consent;
}

/** Follows the events until the account is so. */
export async function until(
  client: ConsoleClient,
  so: (account: Account) => boolean,
): Promise<Account> {
  const enough = ({ account }: Told) => account !== null && so(account);
  const { account } = await client.follow(enough);
  if (!account) throw new Error('The account is gone');
  return account;
}

/** Follows the events until the step is so. */
export const untilConsent = (
  client: ConsoleClient,
  kind: ConsentKind,
  so: (consent: ConsentDocument) => boolean,
): Promise<Account> => until(client, (account) => so(consentOf(account, kind)));

const auditSchema = z.object({
  events: z.array(
    z.object({
      action: z.string(),
      actor: z.string(),
      accountId: z.string().nullable(),
      tenantId: z.string().nullable(),
      correlationId: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** The organization's newest audit events. */
export async function auditTrail({ call, base }: ConsoleClient) {
  return auditSchema.parse(await call('GET', `${base}/audit-events?limit=500`)).events;
}
