import { expect, test } from 'vitest';
import { groupByDay, nearDay } from './timeline.ts';

const at = (instant: string) => ({ at: instant });

test('events are grouped by calendar day in the user’s time zone, not in UTC', () => {
  const events = [
    at('2026-05-02T06:00:00.000Z'),
    at('2026-05-02T03:00:00.000Z'),
    at('2026-05-01T12:00:00.000Z'),
  ];
  const days = groupByDay(events, 'America/Los_Angeles');
  expect(days).toEqual([{ day: '2026-05-01', events }]);
  expect(groupByDay(events, 'UTC').map(({ day }) => day)).toEqual(['2026-05-02', '2026-05-01']);
});

test('events keep their order', () => {
  const events = [at('2026-05-02T10:00:00.000Z'), at('2026-05-02T09:00:00.000Z')];
  expect(groupByDay(events, 'UTC')[0]?.events).toEqual(events);
});

test('no events make no days', () => {
  expect(groupByDay([])).toEqual([]);
});

test('today and yesterday are recognized, even across a 25-hour day', () => {
  // Clocks in Madrid went back on 25 October 2026.
  const now = '2026-10-25T23:30:00.000Z';
  expect(nearDay('2026-10-26', now, 'Europe/Madrid')).toBe('today');
  expect(nearDay('2026-10-25', now, 'Europe/Madrid')).toBe('yesterday');
  expect(nearDay('2026-10-24', now, 'Europe/Madrid')).toBeNull();
});
