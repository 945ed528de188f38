/** Test fixtures: an account and a synchronization. */
import type { Account, Synchronization } from './client.ts';

const at = '2026-05-01T10:00:00.000Z';

/** A synchronization that has just started, with optional changes. */
export const aSynchronization = (changes: Partial<Synchronization> = {}): Synchronization => ({
  runId: '5b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11',
  method: 'all',
  phase: 'users',
  phases: [],
  outcome: 'running',
  startedAt: at,
  endedAt: null,
  usersRead: 'full',
  groupsRead: 'full',
  fullReason: null,
  totalUsers: null,
  users: 0,
  groups: 0,
  memberships: 0,
  added: 0,
  changed: 0,
  removed: 0,
  groupsAdded: 0,
  groupsChanged: 0,
  groupsRemoved: 0,
  membershipsAdded: 0,
  membershipsRemoved: 0,
  pages: 0,
  requests: 0,
  resourceUnits: 0,
  throttled: 0,
  waitedMs: 0,
  skipped: 0,
  mailboxes: null,
  withoutMailbox: null,
  mailboxUnknown: null,
  skippedItems: [],
  held: null,
  waiting: null,
  ...changes,
});

/** What is published of a small tenant, with optional changes. */
export const aDirectory = (
  changes: Partial<NonNullable<Account['directory']>> = {},
): NonNullable<Account['directory']> => ({
  users: 3,
  mailboxes: 3,
  withoutMailbox: 0,
  mailboxUnknown: 0,
  groups: 1,
  publishedAt: at,
  ...changes,
});

/** An account for all users that is synchronizing, with optional changes. */
export const anAccount = (changes: Partial<Account> = {}): Account => ({
  accountId: '0c4f5d56-53a3-4f0e-8f7e-0f0e5c1c9a01',
  service: 'exchange-online',
  openedAt: at,
  state: 'synchronizing',
  stateSince: at,
  consentStep: null,
  protectedSince: null,
  sentence: '',
  attention: null,
  tenant: null,
  method: 'all',
  targetCount: null,
  consents: [],
  quarantine: null,
  canaryMailbox: null,
  synchronization: aSynchronization(),
  directory: null,
  schedule: null,
  nextSynchronizationAt: null,
  removalStep: null,
  applications: { exchange: 'a', graph: 'b' },
  workflowLink: null,
  source: 'workflow',
  ...changes,
});
