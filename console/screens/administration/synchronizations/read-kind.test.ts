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
] as const)('%j was read as %s', (how, kind) => {
  expect(readKindOf('usersAndGroups', { ...synchronization, ...how })).toBe(kind);
});

test('sites are read in full, or only what changed', () => {
  const reads = {
    ...synchronization,
    usersRead: null,
    groupsRead: null,
    sitesRead: 'delta',
  } as const;
  expect(readKindOf('sites', reads)).toBe('delta');
});

test('a reason is given only for a full read', () => {
  const expired = { ...synchronization, fullReason: 'tokenExpired' } as const;
  expect(reasonOf('usersAndGroups', expired)).toBe('tokenExpired');
  expect(reasonOf('usersAndGroups', { ...expired, groupsRead: 'delta' })).toBe('tokenExpired');
  expect(
    reasonOf('usersAndGroups', { ...expired, usersRead: 'delta', groupsRead: 'delta' }),
  ).toBeNull();
  expect(reasonOf('usersAndGroups', { ...expired, method: 'selected' })).toBeNull();
});

test('a read without a total is told as such, once it is known that there is none', () => {
  const uncounted = { ...synchronization, totalUsers: null, phase: 'groups' } as const;
  expect(isUncounted('usersAndGroups', uncounted)).toBe(true);
  expect(isUncounted('usersAndGroups', { ...uncounted, phase: 'users' })).toBe(false);
  expect(isUncounted('usersAndGroups', { ...uncounted, totalUsers: 0 })).toBe(false);
  expect(isUncounted('usersAndGroups', { ...uncounted, usersRead: 'delta' })).toBe(false);
  expect(isUncounted('usersAndGroups', { ...uncounted, method: 'selected' })).toBe(false);
});

test('of sites and drives it counts how these were read', () => {
  const followed = { ...synchronization, sitesRead: 'delta' } as const;
  for (const copies of ['sites', 'drives'] as const) {
    expect(readKindOf(copies, followed)).toBe('delta');
    expect(readKindOf(copies, { ...synchronization, usersRead: 'delta' })).toBe('full');
    expect(readKindOf(copies, { ...followed, method: 'selected' })).toBe('selected');
    expect(isUncounted(copies, { ...synchronization, totalUsers: null, phase: 'done' })).toBe(
      false,
    );
  }
});
