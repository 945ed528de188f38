import { expect, test } from 'vitest';
import { anAccount, aSynchronization } from '../../../api/account.fixture.ts';
import type { Account, Consent } from '../../../api/client.ts';
import { refreshKey } from './refresh-key.ts';

const at = '2026-05-01T10:00:00.000Z';

const consent: Consent = {
  kind: 'exchange',
  status: 'waitingForAdministrator',
  clientId: '',
  resource: 'Office 365 Exchange Online',
  permissions: [],
  failure: null,
  administrator: null,
  changedAt: at,
  expiresAt: null,
  check: null,
  viaLink: false,
  link: null,
};

const synchronization = aSynchronization();
const account = anAccount({ consents: [consent] });

test.each<[string, Partial<Account>]>([
  ['a new state', { state: 'protected' }],
  ['a return to the same state', { stateSince: '2026-05-01T11:00:00.000Z' }],
  ['a step of the removal', { removalStep: 'deleteDirectory' }],
  [
    'a step of the removal that failed',
    { attention: { reason: 'unexpectedFailure', message: '', consent: null, turns: ['us'] } },
  ],
  [
    'another synchronization',
    { synchronization: { ...synchronization, runId: account.accountId } },
  ],
  ['a verdict on a consent', { consents: [{ ...consent, status: 'granted' }] }],
  ['a sign-in', { consents: [{ ...consent, administrator: 'admin@contoso.example' }] }],
  ['another schedule', { schedule: { timeOfDay: '02:00', timeZone: 'UTC' } }],
  ['another mailbox of the quarantine check', { canaryMailbox: 'canary@contoso.example' }],
  [
    'a link',
    {
      consents: [
        { ...consent, link: { createdAt: at, createdBy: 'A', expiresAt: at, mail: null } },
      ],
    },
  ],
])('%s refreshes the history', (_what, change) => {
  expect(refreshKey({ ...account, ...change })).not.toBe(refreshKey(account));
});

test('the counters of a running synchronization do not', () => {
  const further = { ...synchronization, users: 5000, memberships: 900, phase: 'groups' as const };
  expect(refreshKey({ ...account, synchronization: further })).toBe(refreshKey(account));
});

test('the key without an account is constant', () => {
  expect(refreshKey(null)).toBe(refreshKey(null));
  expect(refreshKey(null)).not.toBe(refreshKey(account));
});
