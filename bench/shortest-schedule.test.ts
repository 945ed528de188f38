import { describe, expect, test } from 'vitest';
import { type Chain, shortestRead, shortestSchedule } from './shortest-schedule.ts';

const LATENCY = 300;
const schedule = (chains: Chain[], limit = 100) =>
  shortestSchedule(chains, { latency: LATENCY, limit });
const chain = (calls: number, units = 1, readyAt = 0): Chain => ({ calls, units, readyAt });
const many = (count: number, of: Chain) => Array.from({ length: count }, () => of);

describe('the shortest schedule', () => {
  test('of calls that fit the window is the longest chain', () => {
    expect(schedule([...many(80, chain(1)), chain(7)])).toBe(7 * LATENCY);
  });

  test('of more units than a window holds waits for the next one', () => {
    expect(schedule(many(100, chain(1)))).toBe(LATENCY);
    expect(schedule(many(101, chain(1)))).toBe(10_000 + LATENCY);
    expect(schedule(many(201, chain(1)))).toBe(20_000 + LATENCY);
    expect(schedule(many(51, chain(1, 2)))).toBe(10_000 + LATENCY);
  });

  test('leaves a long chain the units that it will need', () => {
    expect(schedule([...many(100, chain(1)), chain(30)])).toBe(10_000 + LATENCY);
  });

  test('counts every window, not only those that begin with a full one', () => {
    // 60 in the middle of a window keep 41 of the next 100 out until they are 10 s old.
    expect(schedule([...many(60, chain(1, 1, 6000)), ...many(100, chain(1, 1, 12_000))])).toBe(
      16_000 + LATENCY,
    );
  });

  test('begins no chain before it is ready', () => {
    expect(schedule([chain(2, 1, 500)])).toBe(500 + 2 * LATENCY);
  });

  test('says so when a single call fits no window', () => {
    expect(() => schedule([chain(1, 101)])).toThrow(RangeError);
  });
});

describe('the shortest read', () => {
  test('of a small tenant is a token, a page of groups, their members and a last look', () => {
    const shape = { users: 10, groups: 2, members: [3, 0] };
    expect(shortestRead(shape, { latency: LATENCY })).toBeCloseTo(1.2);
  });

  test('goes through a large group page by page', () => {
    const shape = { users: 10, groups: 1, members: [50_000] };
    expect(shortestRead(shape, { latency: LATENCY })).toBeCloseTo((2 + 51 + 1) * 0.3);
  });

  test('of many groups waits for units', () => {
    // 10,000 units for members alone; what is spent at 0.6 s is free again at 10.6 s.
    const shape = { users: 1, groups: 5000, members: Array.from({ length: 5000 }, () => 1) };
    const seconds = shortestRead(shape, { latency: LATENCY });
    expect(seconds).toBeGreaterThanOrEqual(10 + 2 * 0.3);
    expect(seconds).toBeLessThanOrEqual(10.6 + 2 * 0.3);
  });
});
