import { completeConsents, type ConsoleSession, until } from '../test/support/console-session.ts';
import { untilProtected } from '../test/support/walk.ts';

/**
 * Completes the provisioning from any state, as a person who returns to the
 * console does: waits for running checks, completes the open consents, submits,
 * and waits for the notification.
 */
export async function completeProvisioning(session: ConsoleSession): Promise<void> {
  const { client } = session;
  const { state } = await until(client, ({ consents }) =>
    consents.every(({ status }) => status !== 'checking'),
  );
  if (state === 'awaitingTargets') await client.submit({ method: 'all' });
  else if (state !== 'synchronizing' && state !== 'protected') {
    await completeConsents(session);
    await client.submit({ method: 'all' });
  }
  await untilProtected(session);
}
