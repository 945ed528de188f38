import type { AttentionReason } from '../domain/account.ts';
import type { Account } from './account.ts';
import { notify } from './activity-proxies.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/**
 * Moves to `attentionRequired`, notifies the organization once, and returns to the previous
 * state when `mended` resolves.
 */
export async function withAttention(
  account: Account,
  reason: AttentionReason,
  message: string,
  mended: () => Promise<unknown>,
): Promise<void> {
  const back = account.state;
  account.moveTo('attentionRequired', { reason, message });
  const incident = account.view.revision;
  await notify({ ...account.reference, kind: 'attentionRequired', reason, incident });
  await mended();
  account.moveTo(back);
  await notify({ ...account.reference, kind: 'recovered', reason, incident });
}

/**
 * Restarts `check` whenever a person requests a check or is sent to the consent screen again,
 * to cut a long retry interval short.
 */
export async function checkPromptly(
  account: Account,
  check: () => Promise<unknown>,
): Promise<void> {
  const occasion = () =>
    `${account.checkRequests} ${account.sentAttempt.exchange} ${account.sentAttempt.graph}`;
  let seen = occasion();
  while (!(await unlessInterrupted(() => occasion() !== seen, check))) seen = occasion();
}
