import { expect, test } from 'vitest';
import type { AccountView } from '../domain/account.ts';
import { describePendingTargets } from './pending-targets.ts';

const ADDRESSES = new Map([['a', 'ada@contoso.example']]);
const store = {
  canaryMailboxes: { addresses: async () => ADDRESSES, record: async () => undefined },
};
const view = (pendingTargets?: readonly string[]) =>
  ({ accountId: 'x', pendingTargets }) as AccountView;

test('users without a OneDrive are named, and by their object id if no address is known', async () => {
  expect(await describePendingTargets(store, view(['a', 'b']))).toEqual([
    { id: 'a', name: 'ada@contoso.example' },
    { id: 'b', name: 'b' },
  ]);
});

test('an account of another service or method has none', async () => {
  expect(await describePendingTargets(store, view())).toEqual([]);
});
