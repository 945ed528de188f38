import type { AttentionReason } from '../domain/account.ts';
import type { Account } from './account.ts';
import { notify } from './activity-proxies.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/**
 * Shows that the account waits for somebody, tells the organization once, and
 * goes back to where it was when `mended` returns.
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
 * Repeats some looking anew whenever somebody asks for a check or is sent to
 * consent again, so that a long pause between two looks is cut short.
 */
export async function lookingPromptly(
  account: Account,
  look: () => Promise<unknown>,
): Promise<void> {
  const occasion = () => `${account.checkRequests} ${account.sent.exchange} ${account.sent.graph}`;
  let seen = occasion();
  while (!(await unlessInterrupted(() => occasion() !== seen, look))) seen = occasion();
}
