/** How features set their message handlers. Every message makes the history longer, whatever it says. */
import { setHandler, type SignalDefinition } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import type { Account } from './account.ts';

/** A message for the account, not for the organization's next one, which has the same workflow id. */
interface ForAccount {
  readonly accountId: string;
}

/** A signal about another account is ignored. */
export function onSignal<T extends ForAccount>(
  account: Account,
  signal: SignalDefinition<[T]>,
  handle: (message: T) => void,
): void {
  setHandler(signal, (message) => {
    account.received();
    if (account.isAbout(message)) handle(message);
  });
}

/** `validate` throws the refusal. A refused update leaves no trace in the history. */
export function onUpdate<T extends ForAccount>(
  account: Account,
  update: UpdateDefinition<void, [T]>,
  handle: (message: T) => void | Promise<void>,
  validate: (message: T) => void,
): void {
  const counted = (message: T) => {
    account.received();
    return handle(message);
  };
  setHandler(update, counted, { validator: validate });
}
