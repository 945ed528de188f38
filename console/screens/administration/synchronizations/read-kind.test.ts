import { expect, test } from 'vitest';
import { readKindOf, reasonOf } from './read-kind.ts';

const synchronization = {
  method: 'all',
  usersRead: 'full',
  groupsRead: 'full',
  fullReason: null,
} as const;

test.each([
  [{}, 'full'],
  [{ usersRead: 'delta', groupsRead: 'delta' }, 'delta'],
  [{ usersRead: 'full', groupsRead: 'delta' }, 'fullUsers'],
  [{ usersRead: 'delta', groupsRead: 'full' }, 'fullGroups'],
  [{ method: 'selected' }, 'selected'],
] as const)('%j was read as %s', (how, kind) => {
  expect(readKindOf({ ...synchronization, ...how })).toBe(kind);
});

test('a reason is given only for a full read', () => {
  const expired = { ...synchronization, fullReason: 'tokenExpired' } as const;
  expect(reasonOf(expired)).toBe('tokenExpired');
  expect(reasonOf({ ...expired, groupsRead: 'delta' })).toBe('tokenExpired');
  expect(reasonOf({ ...expired, usersRead: 'delta', groupsRead: 'delta' })).toBeNull();
  expect(reasonOf({ ...expired, method: 'selected' })).toBeNull();
});
