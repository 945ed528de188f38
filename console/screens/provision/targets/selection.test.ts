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

test('users are added behind those who are there, in order', () => {
  const move = addTargets(users(2), users(2, 2));
  expect(move).toEqual({ kind: 'moved', count: 2, selected: users(4) });
});

test('a user counts once, whether there already or given twice', () => {
  const move = addTargets([user(1)], [user(1), user(2), { ...user(2), displayName: 'Other' }]);
  expect(move).toEqual({ kind: 'moved', count: 1, selected: [user(1), user(2)] });
});

test('the hundredth user fits', () => {
  const move = addTargets(users(MAX_TARGETS - 1), [user(500)]);
  expect(move).toMatchObject({ kind: 'moved', count: 1 });
});

test('when not all fit, none is moved and it is said how many would', () => {
  const move = addTargets(users(MAX_TARGETS - 2), users(3, 500));
  expect(move).toEqual({ kind: 'tooMany', wanted: 3, room: 2 });
});

test('who is there already takes no room', () => {
  const full = users(MAX_TARGETS);
  expect(addTargets(full, users(5))).toEqual({ kind: 'moved', count: 0, selected: full });
});

test('users are removed by id', () => {
  expect(removeTargets(users(3), new Set(['id-1']))).toEqual([user(0), user(2)]);
});

test('of users with the same id the first stays', () => {
  expect(distinctUsers([user(1), user(2), { ...user(1), displayName: 'Later' }])).toEqual([
    user(1),
    user(2),
  ]);
});

test('who has no display name is called by the user principal name', () => {
  expect(nameOf({ ...user(1), displayName: ' ' })).toBe('user1@example.com');
  expect(nameOf(user(1))).toBe('User 1');
});
