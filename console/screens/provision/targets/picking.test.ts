import { expect, test } from 'vitest';
import { extentOf, movedBy, toggled, withRange } from './picking.ts';

const ids = ['a', 'b', 'c', 'd'];

test('toggles one entry and leaves the others', () => {
  expect(toggled(new Set(['a']), 'b')).toEqual(new Set(['a', 'b']));
  expect(toggled(new Set(['a', 'b']), 'b')).toEqual(new Set(['a']));
});

test('marks a range in either direction and unmarks nothing', () => {
  expect(withRange(new Set(['a']), ids, 1, 2)).toEqual(new Set(['a', 'b', 'c']));
  expect(withRange(new Set(), ids, 3, 1)).toEqual(new Set(['b', 'c', 'd']));
});

test('tells whether all, some or none are marked, ignoring other ids', () => {
  expect(extentOf(new Set(['x']), ids)).toBe('none');
  expect(extentOf(new Set(['a', 'x']), ids)).toBe('some');
  expect(extentOf(new Set([...ids, 'x']), ids)).toBe('all');
  expect(extentOf(new Set(), [])).toBe('none');
});

test('keys move the active entry and stop at both ends', () => {
  expect(movedBy('ArrowDown', 0, 4)).toBe(1);
  expect(movedBy('ArrowDown', 3, 4)).toBe(3);
  expect(movedBy('ArrowUp', 0, 4)).toBe(0);
  expect(movedBy('Home', 2, 4)).toBe(0);
  expect(movedBy('End', 0, 4)).toBe(3);
  expect(movedBy('x', 2, 4)).toBeNull();
});
