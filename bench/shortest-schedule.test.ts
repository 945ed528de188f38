import { describe, expect, test } from 'vitest';
import { type Chain, shortestRead, shortestSchedule } from './shortest-schedule.ts';

const LATENCY = 300;
const schedule = (chains: Chain[], limit = 100) =>
  shortestSchedule(chains, { latency: LATENCY, limit });
const chain = (calls: number, units = 1, readyAt = 0): Chain => ({ calls, units, readyAt });
const many = (count: number, of: Chain) => Array.from({ length: count }, () => of);

describe('the shortest schedule', () => {
  test('is the longest chain if all calls fit in a window', () => {
    expect(schedule([...many(80, chain(1)), chain(7)])).toBe(7 * LATENCY);
  });

  test('waits for the next window if the units of one are spent', () => {
    expect(schedule(many(100, chain(1)))).toBe(LATENCY);
    expect(schedule(many(101, chain(1)))).toBe(10_000 + LATENCY);
    expect(schedule(many(201, chain(1)))).toBe(20_000 + LATENCY);
    expect(schedule(many(51, chain(1, 2)))).toBe(10_000 + LATENCY);
  });

  test('reserves the units of a long chain', () => {
    expect(schedule([...many(100, chain(1)), chain(30)])).toBe(10_000 + LATENCY);
  });

  test('checks every sliding window', () => {
    // 60 calls in the middle of a window block 60 of the next 100 until they are 10 s old.
    expect(schedule([...many(60, chain(1, 1, 6000)), ...many(100, chain(1, 1, 12_000))])).toBe(
      16_000 + LATENCY,
    );
  });

  test('starts no chain before it is ready', () => {
    expect(schedule([chain(2, 1, 500)])).toBe(500 + 2 * LATENCY);
  });

  test('throws if a single call exceeds the limit', () => {
    expect(() => schedule([chain(1, 101)])).toThrow(RangeError);
  });
});

describe('the shortest read', () => {
  test('of a small tenant is a token, a page of groups, their members and a final delta', () => {
    const shape = { users: 10, groups: 2, members: [3, 0] };
    expect(shortestRead(shape, { latency: LATENCY })).toBeCloseTo(1.2);
  });

  test('reads a large group page by page', () => {
    const shape = { users: 10, groups: 1, members: [50_000] };
    expect(shortestRead(shape, { latency: LATENCY })).toBeCloseTo((2 + 51 + 1) * 0.3);
  });

  test('of many groups waits for units', () => {
    // Members alone cost 10,000 units. Units spent at 0.6 s are free again at 10.6 s.
    const shape = { users: 1, groups: 5000, members: Array.from({ length: 5000 }, () => 1) };
    const seconds = shortestRead(shape, { latency: LATENCY });
    expect(seconds).toBeGreaterThanOrEqual(10 + 2 * 0.3);
    expect(seconds).toBeLessThanOrEqual(10.6 + 2 * 0.3);
  });
});
