/** Requests for an immediate check of whatever the account waits for. */
import { checkRequestedSignal } from '../account.messages.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { Account } from './account.ts';
import { inbox } from './inbox.ts';
import { onSignal } from './receive.ts';

const checks = inbox('checks', () => ({ requested: 0 }));

export function receiveChecks(account: Account): void {
  onSignal(account, checkRequestedSignal, () => requestCheck(account));
}

/** Something has happened that makes an immediate check worth while. */
export function requestCheck(account: Account): void {
  checks(account).requested += 1;
}

/** How often one was requested. What matters is whether the number has changed. */
export const checksRequested = (account: Account): number => checks(account).requested;

/** Restarts `check` whenever one is requested, to cut a long retry interval short. */
export async function checkPromptly<T>(account: Account, check: () => Promise<T>): Promise<T> {
  for (;;) {
    const seen = checksRequested(account);
    const done = await unlessInterrupted(() => checksRequested(account) !== seen, check);
    if (done) return done.result;
  }
}
