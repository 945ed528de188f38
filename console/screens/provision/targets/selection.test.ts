import { expect, test } from 'vitest';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { addTargets, distinctUsers, nameOf, removeTargets, type TargetUser } from './selection.ts';

const user = (number: number): TargetUser => ({
  id: `id-${number}`,
  userPrincipalName: `user${number}@example.com`,
  displayName: `User ${number}`,
  mail: null,
});
const users = (count: number, from = 0) => Array.from({ length: count }, (_, i) => user(from + i));

test('appends users in order', () => {
  const move = addTargets(users(2), users(2, 2));
  expect(move).toEqual({ kind: 'moved', count: 2, selected: users(4) });
});

test('a user counts once, whether already selected or added twice', () => {
  const move = addTargets([user(1)], [user(1), user(2), { ...user(2), displayName: 'Other' }]);
  expect(move).toEqual({ kind: 'moved', count: 1, selected: [user(1), user(2)] });
});

test('the hundredth user fits', () => {
  const move = addTargets(users(MAX_TARGETS - 1), [user(500)]);
  expect(move).toMatchObject({ kind: 'moved', count: 1 });
});

test('moves none and reports the room left if not all users fit', () => {
  const move = addTargets(users(MAX_TARGETS - 2), users(3, 500));
  expect(move).toEqual({ kind: 'tooMany', wanted: 3, room: 2 });
});

test('users who are already selected take no room', () => {
  const full = users(MAX_TARGETS);
  expect(addTargets(full, users(5))).toEqual({ kind: 'moved', count: 0, selected: full });
});

test('users are removed by id', () => {
  expect(removeTargets(users(3), new Set(['id-1']))).toEqual([user(0), user(2)]);
});

test('keeps the first of users with the same id', () => {
  expect(distinctUsers([user(1), user(2), { ...user(1), displayName: 'Later' }])).toEqual([
    user(1),
    user(2),
  ]);
});

test('falls back to the user principal name without a display name', () => {
  expect(nameOf({ ...user(1), displayName: ' ' })).toBe('user1@example.com');
  expect(nameOf(user(1))).toBe('User 1');
});
