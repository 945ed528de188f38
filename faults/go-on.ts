import { completeConsents, type Desk, until } from '../test/support/consent-desk.ts';
import { untilProtected } from '../test/support/walk.ts';

/**
 * Provisions the account from wherever it stands, as a person would who comes
 * back to the console: waits for what is being checked, clicks what is to be
 * clicked, submits, and waits for the notification.
 */
export async function goOn(desk: Desk): Promise<void> {
  const { client } = desk;
  const { state } = await until(client, ({ consents }) =>
    consents.every(({ status }) => status !== 'checking'),
  );
  if (state === 'awaitingTargets') await client.submit({ method: 'all' });
  else if (state !== 'synchronizing' && state !== 'protected') {
    await completeConsents(desk);
    await client.submit({ method: 'all' });
  }
  await untilProtected(desk);
}
