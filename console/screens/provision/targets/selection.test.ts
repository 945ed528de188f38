import { expect, test } from 'vitest';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import {
  addTargets,
  distinctTargets,
  removeTargets,
  siteTarget,
  type Target,
  userTarget,
} from './selection.ts';

const target = (number: number): Target => ({
  id: `id-${number}`,
  name: `User ${number}`,
  address: `user${number}@example.com`,
});
const targets = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => target(from + i));

test('appends targets in order', () => {
  const move = addTargets(targets(2), targets(2, 2));
  expect(move).toEqual({ kind: 'moved', count: 2, selected: targets(4) });
});

test('a target counts once, whether already selected or added twice', () => {
  const move = addTargets([target(1)], [target(1), target(2), { ...target(2), name: 'Other' }]);
  expect(move).toEqual({ kind: 'moved', count: 1, selected: [target(1), target(2)] });
});

test('the hundredth target fits', () => {
  const move = addTargets(targets(MAX_TARGETS - 1), [target(500)]);
  expect(move).toMatchObject({ kind: 'moved', count: 1 });
});

test('moves none and reports the room left if not all targets fit', () => {
  const move = addTargets(targets(MAX_TARGETS - 2), targets(3, 500));
  expect(move).toEqual({ kind: 'tooMany', wanted: 3, room: 2 });
});

test('targets that are already selected take no room', () => {
  const full = targets(MAX_TARGETS);
  expect(addTargets(full, targets(5))).toEqual({ kind: 'moved', count: 0, selected: full });
});

test('targets are removed by id', () => {
  expect(removeTargets(targets(3), new Set(['id-1']))).toEqual([target(0), target(2)]);
});

test('keeps the first of targets with the same id', () => {
  const later = { ...target(1), name: 'Later' };
  expect(distinctTargets([target(1), target(2), later])).toEqual([target(1), target(2)]);
});

test('a user without a display name is called by the user principal name', () => {
  const user = { id: 'id-1', userPrincipalName: 'user1@example.com', hasMailbox: false };
  expect(userTarget({ ...user, displayName: ' ' }, true)).toEqual({
    id: 'id-1',
    name: 'user1@example.com',
    address: 'user1@example.com',
    hasMailbox: false,
  });
  expect(userTarget({ ...user, displayName: 'User 1' }, false)).toEqual(target(1));
});

test('a site without a title is called by its address', () => {
  const url = 'https://contoso.example/sites/finance';
  expect(siteTarget({ id: 'a', url, title: null })).toEqual({ id: 'a', name: url, address: url });
  expect(siteTarget({ id: 'a', url, title: 'Finance' }).name).toBe('Finance');
});
