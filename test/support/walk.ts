/** The steps of a provisioning after the consents, each awaited on the event stream. */
import type { ProvisioningState } from '../../domain/provisioning.ts';
import type { MicrosoftPerson } from './administrator.ts';
import { completeConsents, type Desk, until } from './consent-desk.ts';
import type { Account, ConsoleClient, Notifications } from './console-client.ts';

export type Choice = Parameters<ConsoleClient['submit']>[0];

export const untilState = ({ client }: Desk, state: ProvisioningState): Promise<Account> =>
  until(client, (account) => account.state === state);

/** Marks the organization's notifications as read and starts an account. */
export async function start({ client }: Desk): Promise<Account> {
  await client.call('POST', `${client.base}/notifications/read`);
  await client.start();
  return until(client, () => true);
}

/** Starts an account and obtains both consents. */
export async function walkToTargets(desk: Desk, person?: MicrosoftPerson): Promise<Account> {
  await start(desk);
  return completeConsents(desk, person);
}

/** The notifications since `start`. */
export const unread = ({ notifications }: Notifications) =>
  notifications.filter(({ read }) => !read);

/** Follows the events until the account is protected and the notification has arrived. */
export async function untilProtected({ client }: Desk): Promise<Account> {
  const { account } = await client.follow(
    (seen) =>
      seen.account?.state === 'protected' &&
      seen.account.synchronization?.outcome === 'published' &&
      unread(seen.notifications).some(({ kind }) => kind === 'protected'),
  );
  if (!account) throw new Error('The account is gone');
  return account;
}

/** Submits the targets and follows the account until it is protected. */
export async function submitAndWait(
  desk: Desk,
  choice: Choice = { method: 'all' },
): Promise<Account> {
  await desk.client.submit(choice);
  return untilProtected(desk);
}
