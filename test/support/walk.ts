/** The steps of a provisioning after the consents, each awaited on the event stream. */
import type { ProvisioningState } from '../../domain/provisioning.ts';
import type { MicrosoftPerson } from './administrator.ts';
import { completeConsents, type ConsoleSession, until } from './console-session.ts';
import type { Account, Choice, Notifications } from './console-client.ts';

export const untilState = (
  { client }: ConsoleSession,
  state: ProvisioningState,
): Promise<Account> => until(client, (account) => account.state === state);

/** Marks the organization's notifications as read and starts an account. */
export async function start({ client }: ConsoleSession): Promise<Account> {
  await client.call('POST', `${client.base}/notifications/read`);
  await client.start();
  return until(client, () => true);
}

/** Starts an account and obtains both consents. */
export async function walkToTargets(
  session: ConsoleSession,
  person?: MicrosoftPerson,
): Promise<Account> {
  await start(session);
  return completeConsents(session, person);
}

/** The notifications since `start`. */
export const unread = ({ notifications }: Notifications) =>
  notifications.filter(({ read }) => !read);

/** Follows the events until the account is protected and the notification has arrived. */
export async function untilProtected({ client }: ConsoleSession): Promise<Account> {
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
  session: ConsoleSession,
  choice: Choice = { method: 'all' },
): Promise<Account> {
  await session.client.submit(choice);
  return untilProtected(session);
}
