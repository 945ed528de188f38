import { expect, test } from 'vitest';
import type { Account, Consent, Synchronization } from '../../../api/client.ts';
import { refreshKey } from './refresh-key.ts';

const at = '2026-05-01T10:00:00.000Z';

const consent: Consent = {
  kind: 'exchange',
  status: 'waitingForAdministrator',
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

const run: Synchronization = {
  runId: '5b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11',
  phase: 'users',
  phases: [],
  outcome: 'running',
  startedAt: at,
  endedAt: null,
  totalUsers: null,
  users: 0,
  groups: 0,
  memberships: 0,
  skipped: 0,
  added: 0,
  changed: 0,
  removed: 0,
  waiting: null,
};

const account: Account = {
  accountId: '0c4f5d56-53a3-4f0e-8f7e-0f0e5c1c9a01',
  service: 'exchange-online',
  openedAt: at,
  state: 'synchronizing',
  stateSince: at,
  sentence: '',
  attention: null,
  tenant: null,
  method: 'all',
  targetCount: null,
  consents: [consent],
  synchronization: run,
  directory: null,
  removalStep: null,
  applications: { exchange: 'a', graph: 'b' },
  workflowLink: null,
  source: 'workflow',
};

test.each<[string, Partial<Account>]>([
  ['a move', { state: 'protected' }],
  ['a return to the same state', { stateSince: '2026-05-01T11:00:00.000Z' }],
  ['a step of the removal', { removalStep: 'deleteDirectory' }],
  ['another synchronization', { synchronization: { ...run, runId: account.accountId } }],
  ['a verdict on a consent', { consents: [{ ...consent, status: 'granted' }] }],
  ['a sign-in', { consents: [{ ...consent, administrator: 'admin@contoso.example' }] }],
  [
    'a link',
    { consents: [{ ...consent, link: { createdAt: at, createdBy: 'A', expiresAt: at } }] },
  ],
])('%s brings the history up to date', (_what, change) => {
  expect(refreshKey({ ...account, ...change })).not.toBe(refreshKey(account));
});

test('the counters of a run that goes on do not', () => {
  const further = { ...run, users: 5000, memberships: 900, phase: 'groups' as const };
  expect(refreshKey({ ...account, synchronization: further })).toBe(refreshKey(account));
});

test('neither does having no account, twice', () => {
  expect(refreshKey(null)).toBe(refreshKey(null));
  expect(refreshKey(null)).not.toBe(refreshKey(account));
});
