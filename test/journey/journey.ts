/** The main job, from the sign-in to "Exchange Online protected.". */
import type { Method } from '../../domain/account.ts';
import { CONSENT_KINDS } from '../../domain/consents.ts';
import { MAX_TARGETS } from '../../domain/limits.ts';
import { notificationText } from '../../domain/account.ts';
import { Browser } from '../support/browser.ts';
import { type ConsoleClient, signInToConsole } from '../support/console-client.ts';
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
  readonly seconds: number;
}

/** @throws Error if a step fails. `step` receives the name of each step before it begins. */
export async function walkJourney(options: {
  origin: string;
  credentials: { email: string; password: string };
  method: Method;
  /** Contoso by default. */
  tenant?: SandboxTenant;
  step?: (name: string) => void;
}): Promise<JourneyResult> {
  const { origin, credentials, method, tenant = 'contoso', step = () => undefined } = options;
  const administrator = ADMINISTRATORS[tenant];
  const begun = performance.now();
  const browser = new Browser();
  step('signs in to the console');
  const client = await signInToConsole(browser, origin, credentials);
  step('starts the provisioning');
  await client.start();
  for (const kind of CONSENT_KINDS) {
    step(`consents to ${kind}`);
    const { signInAddress } = await client.consent(kind);
    await consentAtMicrosoft(browser, signInAddress, administrator);
    await client.follow(({ account }) =>
      Boolean(account?.consents.some((it) => it.kind === kind && it.status === 'granted')),
    );
  }
  step('chooses who to protect');
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
        ({ message }) => message === notificationText('protected', 'exchange-online'),
      )?.message ?? '',
    users: account?.synchronization?.users ?? 0,
    mailboxes: account?.directory?.mailboxes ?? 0,
    groups: account?.synchronization?.groups ?? 0,
    seconds: Number(((performance.now() - begun) / 1000).toFixed(2)),
  };
}

/** For `selected`: one user by exact name and the users of groups, without duplicates and up to the limit. */
async function chooseTargets(
  client: ConsoleClient,
  method: Method,
  userPrincipalName: string,
): Promise<{ method: 'all' } | { method: 'selected'; userIds: string[] }> {
  if (method === 'all') return { method };
  const byName = await client.user(userPrincipalName);
  const groups = await client.groups('Sales');
  const members = await Promise.all(groups.slice(0, 3).map(({ id }) => client.groupUsers(id)));
  const ids = new Set([byName.id, ...members.flat().map(({ id }) => id)]);
  return { method, userIds: [...ids].slice(0, MAX_TARGETS) };
}
