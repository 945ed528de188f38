/** Steps of a provisioning, each waited for on the event stream. */
import { CONSENT_KINDS, type ConsentKind } from '../../domain/consents.ts';
import type { ProvisioningState } from '../../domain/provisioning.ts';
import {
  consentAtMicrosoft,
  CONTOSO_ADMINISTRATOR,
  type MicrosoftPerson,
} from './administrator.ts';
import type { Browser } from './browser.ts';
import {
  type Account,
  type ConsoleClient,
  type Notifications,
  signInToConsole,
  type Told,
} from './console-client.ts';

/** A console user at work: the browser and what it says for one organization. */
export interface Walker {
  readonly browser: Browser;
  readonly client: ConsoleClient;
  /** Ids of notifications that speak of accounts before the present one. */
  earlier: ReadonlySet<string>;
}

export type Choice = Parameters<ConsoleClient['submit']>[0];

/** Signs in to the console. Sign-ins are limited to ten a minute, so one serves a whole file. */
export async function walkerOf(
  browser: Browser,
  origin: string,
  credentials: { email: string; password: string },
  organizationId: string,
): Promise<Walker> {
  const client = await signInToConsole(browser, origin, credentials, organizationId);
  return { browser, client, earlier: new Set() };
}

/** Follows the events until the account is as wanted, and answers it. */
export async function untilAccount(
  { client }: Walker,
  wanted: (account: Account) => boolean,
): Promise<Account> {
  const { account } = await client.follow((told) => told.account !== null && wanted(told.account));
  if (!account) throw new Error('The account is gone');
  return account;
}

export const untilState = (walker: Walker, state: ProvisioningState): Promise<Account> =>
  untilAccount(walker, (account) => account.state === state);

/** What the organization was told since the present account was started. */
export function newNotices({ earlier }: Walker, { notifications }: Notifications) {
  return notifications.filter(({ id }) => !earlier.has(id));
}

/** Follows the events until the account is gone and the organization was told. */
export function untilRemoved(walker: Walker): Promise<Told> {
  return walker.client.follow(
    ({ account, notifications }) =>
      account === null && newNotices(walker, notifications).some(({ kind }) => kind === 'removed'),
  );
}

/** Starts an account. */
export async function start(walker: Walker): Promise<Account> {
  const { notifications } = await walker.client.notifications();
  walker.earlier = new Set(notifications.map(({ id }) => id));
  await walker.client.start();
  return untilAccount(walker, () => true);
}

/** One consent, from the click to the proof. */
export async function consent(
  walker: Walker,
  kind: ConsentKind,
  person: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<void> {
  const { signInAddress } = await walker.client.consent(kind);
  await consentAtMicrosoft(walker.browser, signInAddress, person);
  await untilAccount(walker, ({ consents }) =>
    consents.some((it) => it.kind === kind && it.status === 'granted'),
  );
}

/** Starts an account and obtains both consents. */
export async function walkToTargets(
  walker: Walker,
  person: MicrosoftPerson = CONTOSO_ADMINISTRATOR,
): Promise<Account> {
  await start(walker);
  for (const kind of CONSENT_KINDS) await consent(walker, kind, person);
  return untilState(walker, 'awaitingTargets');
}

/** Submits a choice to an account that waits for it, and follows until "Exchange Online protected.". */
export async function submitAndWait(
  walker: Walker,
  choice: Choice = { method: 'all' },
): Promise<Account> {
  await walker.client.submit(choice);
  return untilProtected(walker);
}

/** Follows the events until the account is protected and the organization was told. */
export async function untilProtected(walker: Walker): Promise<Account> {
  const { account } = await walker.client.follow(
    (told) =>
      told.account?.state === 'protected' &&
      told.account.synchronization?.outcome === 'published' &&
      newNotices(walker, told.notifications).some(({ kind }) => kind === 'protected'),
  );
  if (!account) throw new Error('The account is gone');
  return account;
}

/** Removes whatever account there is, and waits until it is gone. */
export async function removeAccount(walker: Walker): Promise<void> {
  const open = await walker.client.account().catch(() => null);
  if (!open) return;
  if (open.state !== 'removing') await walker.client.remove();
  await untilRemoved(walker);
}
