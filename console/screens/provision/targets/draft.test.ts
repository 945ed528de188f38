import { expect, test } from 'vitest';
import { MAX_TARGETS } from '../../../../domain/limits.ts';
import { parseDraft } from './draft.ts';

const user = (number: number) => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  name: `User ${number}`,
  address: `user${number}@example.com`,
});
const stored = (count: number) =>
  JSON.stringify({ method: 'selected', targets: Array.from({ length: count }, (_, i) => user(i)) });

test('reads a draft as it was stored', () => {
  expect(parseDraft(stored(2))).toEqual({ method: 'selected', targets: [user(0), user(1)] });
});

test.each([
  ['nothing', null],
  ['invalid JSON', '{'],
  ['another shape', '{"method":"selected"}'],
  ['an unknown method', '{"method":"some","targets":[]}'],
  ['a target without a name', '{"method":"selected","targets":[{"id":"x"}]}'],
  ['a target without an id', '{"method":"selected","targets":[{"id":"","name":"","address":""}]}'],
  ['more targets than the limit', stored(MAX_TARGETS + 1)],
])('%s is not a valid draft', (_what, text) => {
  expect(parseDraft(text)).toBeNull();
});

test('a duplicate target counts once', () => {
  const text = JSON.stringify({ method: 'selected', targets: [user(1), user(1)] });
  expect(parseDraft(text)?.targets).toEqual([user(1)]);
});
