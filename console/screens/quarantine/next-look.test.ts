import { expect, test } from 'vitest';
import { anAccount } from '../../api/account.fixture.ts';
import type { Account, Consent } from '../../api/client.ts';
import { type NextLook, nextLookOf } from './next-look.ts';

const NOW = Date.parse('2026-05-01T10:00:00.000Z');
const [EARLIER, LATER] = ['2026-05-01T09:59:59.000Z', '2026-05-01T10:05:00.000Z'];

const attention = (reason: NonNullable<Account['attention']>['reason']) => ({
  state: 'attentionRequired' as const,
  attention: { reason, message: '', consent: null, turns: [] },
});

const graph = (nextCheckAt: string | null): Consent => ({
  kind: 'graph',
  status: 'granted',
  clientId: '',
  resource: 'Microsoft Graph',
  permissions: [],
  failure: null,
  administrator: null,
  changedAt: EARLIER,
  expiresAt: null,
  check: { checkedAt: EARLIER, nextCheckAt, missing: [], diagnosis: null },
  viaLink: false,
  link: null,
});

const unavailable = attention('quarantineUnavailable');
const protectedAll = { state: 'protected', method: 'all' } as const;

test.each<[string, Partial<Account>, NextLook]>([
  [
    'while none works, at the next check',
    { ...unavailable, consents: [graph(LATER)] },
    { look: 'at', at: LATER },
  ],
  ['now, once that is due', { ...unavailable, consents: [graph(EARLIER)] }, { look: 'now' }],
  ['now, while a check runs', { ...unavailable, consents: [graph(null)] }, { look: 'now' }],
  ['now, while the quarantine is first checked', { state: 'verifyingQuarantine' }, { look: 'now' }],
  ['after the choice of targets', { state: 'awaitingTargets', method: null }, { look: 'targets' }],
  [
    'after the first synchronization, once targets are submitted',
    { state: 'awaitingTargets' },
    { look: 'synchronizing' },
  ],
  ['after the running synchronization', {}, { look: 'synchronizing' }],
  [
    'after the scheduled synchronization',
    { ...protectedAll, nextSynchronizationAt: LATER },
    { look: 'scheduled', at: LATER },
  ],
  ['after a synchronization that a person requests', protectedAll, { look: 'onRequest' }],
  ['never again with selected users', { state: 'protected', method: 'selected' }, { look: 'none' }],
  ['after a decision on removals', attention('removalsHeld'), { look: 'held' }],
  ['once another problem is resolved', attention('conditionalAccess'), { look: 'blocked' }],
  ['not during a removal', { state: 'removing' }, { look: 'none' }],
])('a mailbox that was named is tried %s', (_when, changes, expected) => {
  expect(nextLookOf(anAccount(changes), NOW)).toEqual(expected);
});
