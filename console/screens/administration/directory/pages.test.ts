import { expect, test } from 'vitest';
import { listedRows, PAGE, pagesOf, rowAt } from './pages.ts';

test.each([
  [0, 0, [0]],
  [0, PAGE - 1, [0]],
  [PAGE - 1, PAGE, [0, 1]],
  [90_000, 90_030, [900]],
  [250, 460, [2, 3, 4]],
  [0, -1, []],
])('rows %i to %i are on pages %j', (first, last, pages) => {
  expect(pagesOf(first, last)).toEqual(pages);
});

test('a row is found only when its page has loaded', () => {
  const page = Array.from({ length: PAGE }, (_each, index) => `user ${300 + index}`);
  const pages = new Map([[3, page]]);
  expect(rowAt(pages, 300)).toBe('user 300');
  expect(rowAt(pages, 399)).toBe('user 399');
  expect(rowAt(pages, 400)).toBeUndefined();
  expect(rowAt(pages, 299)).toBeUndefined();
});

test('the pages together contain every row exactly once', () => {
  const rows = pagesOf(0, 9_999).flatMap((page) => [page * PAGE, page * PAGE + PAGE - 1]);
  expect(rows[0]).toBe(0);
  expect(rows.at(-1)).toBe(9_999);
  expect(new Set(rows).size).toBe(rows.length);
});

test('a list is never taller than a browser can scroll', () => {
  expect(listedRows(100_000, 44)).toBe(100_000);
  expect(listedRows(1_000_000, 44) * 44).toBeLessThan(17_800_000);
  expect(listedRows(0, 44)).toBe(0);
});
