/** What administrators say about the quarantine: whose mailbox to try, and that they have allowed us. */
import { awaitsAllowList, ewsStateOf } from '../domain/quarantine.ts';
import type { Account } from './account.ts';
import { refusal } from './failures.ts';
import type { NamedCanaryMailbox } from './provision-exchange.messages.ts';

const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function requireNameable(account: Account, named: NamedCanaryMailbox): void {
  const { accountId, state, tenantId } = account.view;
  const { userId } = named;
  const leaving = state === 'removing' || state === 'removed';
  if (named.accountId !== accountId || tenantId === null || leaving) throw refusal('WrongState');
  if (userId !== null && !OBJECT_ID.test(userId)) throw refusal('InvalidInput');
}

/** The next check tries this mailbox first. While the account waits for a quarantine, that is at once. */
export function nameCanaryMailbox(account: Account, { userId }: NamedCanaryMailbox): void {
  const { canaryUserId = null } = account.view;
  if (userId === canaryUserId) return;
  if (userId === null) account.change({ canaryUserId: null }, 'quarantine.mailboxUnnamed');
  else account.change({ canaryUserId: userId }, 'quarantine.mailboxNamed', { userId });
  if (isWaiting(account)) account.progress.checkRequests += 1;
}

/** Says since when Exchange may take its time. A second click changes nothing, until that time is over. */
export function allowListSet(account: Account, said: { accountId: string }): void {
  const { accountId, quarantine } = account.view;
  if (said.accountId !== accountId || !isWaiting(account) || !quarantine) return;
  if (!awaitsAllowList(ewsStateOf(quarantine, Date.now()))) return;
  const allowListSetAt = new Date().toISOString();
  account.change({ quarantine: { ...quarantine, allowListSetAt } }, 'quarantine.allowListSet');
  account.progress.checkRequests += 1;
}

const isWaiting = ({ view }: Account): boolean =>
  view.attention?.reason === 'quarantineUnavailable';
