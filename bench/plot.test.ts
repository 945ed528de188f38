import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import type { SizeGrowth } from './growth.ts';
import { drawGrowth } from './plot.ts';

const size = (users: number, seconds: number, megabytes: number): SizeGrowth => ({
  users,
  rounds: 3,
  seconds,
  floorSeconds: seconds / 2,
  megabytes,
  machine: {},
});
const GROWTH = [
  size(1000, 1, 200),
  size(10_000, 2, 250),
  size(100_000, 8, 260),
  size(1_000_000, 60, 280),
];

test('the plot has a point for each of three sizes in each series, with more seconds higher up', () => {
  const circles = parse(drawGrowth(GROWTH)).querySelectorAll('circle');
  expect(circles).toHaveLength(9);
  const heights = circles.slice(0, 3).map((circle) => Number(circle.getAttribute('cy')));
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  expect(new Set(heights).size).toBe(3);
});

test('the plot has its numbers in its label', () => {
  const label = parse(drawGrowth(GROWTH)).querySelector('svg')?.getAttribute('aria-label');
  expect(label).toContain('1,000,000 users: 60 s, the script 30 s, 280 MB');
});

test('the plot is not drawn if a size is missing', () => {
  expect(() => drawGrowth(GROWTH.slice(0, 3))).toThrow(
    '1,000,000 users have not been measured yet',
  );
});
