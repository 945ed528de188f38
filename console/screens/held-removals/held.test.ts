import { expect, test } from 'vitest';
import { aDirectory, anAccount, aSynchronization } from '../../api/account.fixture.ts';
import { heldSynchronizationOf } from './held.ts';

const attention = { reason: 'removalsHeld' as const, message: '', consent: null, turns: [] };
const directory = aDirectory({ users: 1000, groups: 12, sites: 23_000 });
const held = { since: '2026-05-01T10:05:00.000Z', users: 512, groups: 0, sites: 0 };
const account = anAccount({ attention, directory, synchronization: aSynchronization({ held }) });

test('a held synchronization shows how many of the total it would remove, and nothing of which it removes none', () => {
  expect(heldSynchronizationOf(account)).toMatchObject({
    runId: account.synchronization?.runId,
    counts: [{ key: 'users', count: 512, total: 1000 }],
  });
});

test.each([
  ['sharepoint-online', 'sites.sites'],
  ['onedrive', 'sites.drives'],
] as const)('%s counts in its own words', (service, key) => {
  const synchronization = aSynchronization({ held: { ...held, users: 0, sites: 5000 } });
  expect(heldSynchronizationOf({ ...account, service, synchronization })?.counts).toEqual([
    { key, count: 5000, total: 23_000 },
  ]);
});

test.each([
  ['nothing needs attention', { attention: null }],
  [
    'the account needs attention for another reason',
    { attention: { ...attention, reason: 'quarantineUnavailable' as const } },
  ],
  ['the counts have not arrived', { synchronization: aSynchronization() }],
])('there is nothing to decide while %s', (_why, change) => {
  expect(heldSynchronizationOf({ ...account, ...change })).toBeNull();
});
