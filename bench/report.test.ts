import { describe, expect, test } from 'vitest';
import type { Measurement, Outcome } from './measurement.ts';
import { ratioAtMost } from './measurement.ts';
import { jsonLine, type Measured, missed, table } from './report.ts';
import { median, percentile } from './statistics.ts';

function measured(name: string, outcome: Partial<Outcome>, unit: 's' | 'MB' = 's'): Measured {
  const measurement: Measurement = {
    name,
    ours: 'what is measured',
    floor: 'what it is compared with',
    unit,
    bar: ratioAtMost(1.25),
    rounds: 5,
    run: () => Promise.reject(new Error('is measured already')),
  };
  return {
    measurement,
    outcome: { ours: 12.3456, floor: 10, rounds: [], notes: [], ...outcome },
    rounds: 5,
  };
}

describe('the JSON line', () => {
  test('has exactly the documented fields of each measurement', () => {
    const line = jsonLine([
      measured('sync-100k', {}),
      measured('idle', { ours: 512, floor: null }, 'MB'),
    ]);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      'sync-100k': { ours: 12.35, floor: 10, ratio: 1.235, unit: 's' },
      idle: { ours: 512, floor: null, ratio: null, unit: 'MB' },
    });
  });
});

describe('the table', () => {
  test('shows whether each bar is met', () => {
    const rows = table([measured('good', {}), measured('bad', { ours: 13 })]).split('\n');
    expect(rows[1]).toMatch(/^good .*ratio ≤ 1.25 +yes$/);
    expect(rows[2]).toMatch(/^bad .*ratio ≤ 1.25 +NO$/);
  });

  test('is followed by the names of missed bars', () => {
    expect(missed([measured('good', {}), measured('bad', { ours: 13 })])).toBe('Not met: bad.');
    expect(missed([measured('good', {})])).toBeNull();
  });
});

test('medians and percentiles interpolate, and reject an empty list', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(percentile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
  expect(() => median([])).toThrow(RangeError);
});
