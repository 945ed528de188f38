/** What administrators say about the quarantine: whose mailbox to try, and that they have allowed us. */
import { awaitsAllowList, ewsStateOf } from '../../domain/quarantine.ts';
import {
  allowListSetSignal,
  canaryMailboxUpdate,
  type NamedCanaryMailbox,
} from '../account.messages.ts';
import type { Account } from '../account/account.ts';
import { requestCheck } from '../account/checks.ts';
import { onSignal, onUpdate } from '../account/receive.ts';
import { refusal } from '../failures.ts';

const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function receiveQuarantineMessages(account: Account): void {
  onUpdate(
    account,
    canaryMailboxUpdate,
    (named) => nameCanaryMailbox(account, named),
    (named) => requireNameable(account, named),
  );
  onSignal(account, allowListSetSignal, () => allowListSet(account));
}

function requireNameable(account: Account, named: NamedCanaryMailbox): void {
  const { state, tenantId } = account.view;
  const { userId } = named;
  const leaving = state === 'removing' || state === 'removed';
  if (!account.isAbout(named) || tenantId === null || leaving) throw refusal('WrongState');
  if (userId !== null && !OBJECT_ID.test(userId)) throw refusal('InvalidInput');
}

/** The next check tries this mailbox first. While the account waits for a quarantine, that is at once. */
function nameCanaryMailbox(account: Account, { userId }: NamedCanaryMailbox): void {
  const { canaryUserId = null } = account.view;
  if (userId === canaryUserId) return;
  if (userId === null) account.change({ canaryUserId: null }, 'quarantine.mailboxUnnamed');
  else account.change({ canaryUserId: userId }, 'quarantine.mailboxNamed', { userId });
  if (isWaiting(account)) requestCheck(account);
}

/** Says since when Exchange may take its time. A second click changes nothing, until that time is over. */
function allowListSet(account: Account): void {
  const { quarantine } = account.view;
  if (!isWaiting(account) || !quarantine) return;
  if (!awaitsAllowList(ewsStateOf(quarantine, Date.now()))) return;
  const allowListSetAt = new Date().toISOString();
  account.change({ quarantine: { ...quarantine, allowListSetAt } }, 'quarantine.allowListSet');
  requestCheck(account);
}

const isWaiting = ({ view }: Account): boolean =>
  view.attention?.reason === 'quarantineUnavailable';
