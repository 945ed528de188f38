import { expect, test } from 'vitest';
import { isUncounted, readKindOf, reasonOf } from './read-kind.ts';

const synchronization = {
  method: 'all',
  usersRead: 'full',
  groupsRead: 'full',
  sitesRead: null,
  fullReason: null,
} as const;

test.each([
  [{}, 'full'],
  [{ usersRead: 'delta', groupsRead: 'delta' }, 'delta'],
  [{ usersRead: 'full', groupsRead: 'delta' }, 'fullUsers'],
  [{ usersRead: 'delta', groupsRead: 'full' }, 'fullGroups'],
  [{ method: 'selected' }, 'selected'],
  [{ usersRead: null, groupsRead: null, sitesRead: 'delta' }, 'delta'],
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

test('a read without a total is told as such, once it is known that there is none', () => {
  const uncounted = { ...synchronization, totalUsers: null, phase: 'groups' } as const;
  expect(isUncounted(uncounted)).toBe(true);
  expect(isUncounted({ ...uncounted, phase: 'users' })).toBe(false);
  expect(isUncounted({ ...uncounted, totalUsers: 0 })).toBe(false);
  expect(isUncounted({ ...uncounted, usersRead: 'delta' })).toBe(false);
  expect(isUncounted({ ...uncounted, method: 'selected' })).toBe(false);
});
