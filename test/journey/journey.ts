/** The main job, from the sign-in to "Exchange Online protected.". */
import type { Method } from '../../domain/account.ts';
import { consentsOf } from '../../domain/consents.ts';
import { MAX_TARGETS } from '../../domain/limits.ts';
import { notificationText } from '../../domain/account.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';
import { Browser } from '../support/browser.ts';
import { type Choice, type ConsoleClient, signInToConsole } from '../support/console-client.ts';
import {
  ADMINISTRATORS,
  consentAtMicrosoft,
  type SandboxTenant,
} from '../support/administrator.ts';

export interface JourneyResult {
  readonly ok: true;
  readonly notification: string;
  readonly users: number;
  /** Users with a mailbox, as far as it was known when the account became protected. */
  readonly mailboxes: number;
  readonly groups: number;
  /** Sites, or drives. */
  readonly sites: number;
  readonly seconds: number;
}

/** @throws Error if a step fails. `step` receives the name of each step before it begins. */
export async function walkJourney(options: {
  origin: string;
  credentials: { email: string; password: string };
  method: Method;
  /** Contoso by default. */
  tenant?: SandboxTenant;
  /** Exchange Online by default. */
  service?: Service;
  step?: (name: string) => void;
}): Promise<JourneyResult> {
  const { origin, credentials, method, tenant = 'contoso', step = () => undefined } = options;
  const { service = 'exchange-online' } = options;
  const administrator = ADMINISTRATORS[tenant];
  const begun = performance.now();
  const browser = new Browser();
  step('signs in to the console');
  const client = await signInToConsole(browser, origin, credentials, undefined, service);
  step('starts the provisioning');
  await client.start();
  for (const kind of consentsOf(service)) {
    step(`consents to ${kind}`);
    const { signInAddress } = await client.consent(kind);
    await consentAtMicrosoft(browser, signInAddress, administrator);
    await client.follow(({ account }) =>
      Boolean(account?.consents.some((it) => it.kind === kind && it.status === 'granted')),
    );
  }
  step('chooses what to protect');
  await client.follow(({ account }) => account?.state === 'awaitingTargets');
  await client.submit(await chooseTargets(client, method, administrator.email));
  step('follows the synchronization');
  const { account, notifications } = await client.follow(
    (seen) =>
      seen.account?.state === 'protected' &&
      seen.notifications.notifications.some(({ kind }) => kind === 'protected'),
  );
  return {
    ok: true,
    notification:
      notifications.notifications.find(
        ({ message }) => message === notificationText('protected', service),
      )?.message ?? '',
    users: account?.synchronization?.users ?? 0,
    mailboxes: account?.directory?.mailboxes ?? 0,
    groups: account?.synchronization?.groups ?? 0,
    sites: account?.directory?.sites ?? 0,
    seconds: Number(((performance.now() - begun) / 1000).toFixed(2)),
  };
}

async function chooseTargets(
  client: ConsoleClient,
  method: Method,
  userPrincipalName: string,
): Promise<Choice> {
  if (method === 'all') return { method };
  return SERVICES[client.service].target === 'site'
    ? chooseSites(client)
    : chooseUsers(client, userPrincipalName);
}

/** Sites by a part of their title, and one of them by its address. */
async function chooseSites(client: ConsoleClient): Promise<Choice> {
  const found = (await client.sites('Sales')).slice(0, MAX_TARGETS);
  const [first] = found;
  if (!first) throw new Error('No site has such a title');
  const { id } = await client.siteByUrl(first.url);
  return { method: 'selected', siteIds: [...new Set([id, ...found.map((site) => site.id)])] };
}

/** One user by exact name and the users of groups, without duplicates and up to the limit. */
async function chooseUsers(client: ConsoleClient, userPrincipalName: string): Promise<Choice> {
  const byName = await client.user(userPrincipalName);
  const groups = await client.groups('Sales');
  const members = await Promise.all(groups.slice(0, 3).map(({ id }) => client.groupUsers(id)));
  const ids = new Set([byName.id, ...members.flat().map(({ id }) => id)]);
  return { method: 'selected', userIds: [...ids].slice(0, MAX_TARGETS) };
}
