import { expect, test } from 'vitest';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { parseDraft } from './draft.ts';

const user = (number: number) => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  userPrincipalName: `user${number}@example.com`,
  displayName: null,
  mail: null,
});
const stored = (count: number) =>
  JSON.stringify({ method: 'selected', users: Array.from({ length: count }, (_, i) => user(i)) });

test('reads a draft as it was stored', () => {
  expect(parseDraft(stored(2))).toEqual({ method: 'selected', users: [user(0), user(1)] });
});

test.each([
  ['nothing', null],
  ['invalid JSON', '{'],
  ['another shape', '{"method":"selected"}'],
  ['an unknown method', '{"method":"some","users":[]}'],
  ['a user without an object id', '{"method":"selected","users":[{"id":"x"}]}'],
  ['more users than the limit', stored(MAX_TARGETS + 1)],
])('%s is not a valid draft', (_what, text) => {
  expect(parseDraft(text)).toBeNull();
});

test('a duplicate user counts once', () => {
  const text = JSON.stringify({ method: 'selected', users: [user(1), user(1)] });
  expect(parseDraft(text)?.users).toEqual([user(1)]);
});
