import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { accountDelay, isSchedule, nextSynchronization } from './schedule.ts';

const ACCOUNT = 'dd0e1ad5-0a0b-4b5c-8a64-0e5ac0a0a4f1';
const HOUR = 3_600_000;

/** The next synchronization without the account's own, constant delay. */
function scheduled(timeOfDay: string, timeZone: string, after: string): string {
  const delay = accountDelay(ACCOUNT);
  const from = new Date(Date.parse(after) + delay);
  const next = nextSynchronization({ timeOfDay, timeZone }, from, ACCOUNT);
  return new Date(next.getTime() - delay).toISOString().slice(0, 16);
}

test.each([
  ['later today', '02:00', 'UTC', '2026-03-01T01:59:59Z', '2026-03-01T02:00'],
  ['tomorrow, exactly at the time', '02:00', 'UTC', '2026-03-01T02:00:00Z', '2026-03-02T02:00'],
  ['tomorrow, after the time', '02:00', 'UTC', '2026-12-31T02:00:01Z', '2027-01-01T02:00'],
  ['in winter', '02:30', 'Europe/Berlin', '2026-01-10T12:00:00Z', '2026-01-11T01:30'],
  ['in summer', '02:30', 'Europe/Berlin', '2026-07-10T12:00:00Z', '2026-07-11T00:30'],
  ['far east of UTC', '01:00', 'Pacific/Kiritimati', '2026-05-05T12:00:00Z', '2026-05-06T11:00'],
  ['far west of UTC', '23:00', 'Pacific/Pago_Pago', '2026-05-05T12:00:00Z', '2026-05-06T10:00'],
  ['half-hour offset', '00:00', 'Asia/Kolkata', '2026-05-05T12:00:00Z', '2026-05-05T18:30'],
  ['at midnight', '00:00', 'America/New_York', '2026-05-05T12:00:00Z', '2026-05-06T04:00'],
])('%s', (_, timeOfDay, timeZone, after, expected) => {
  expect(scheduled(timeOfDay, timeZone, after)).toBe(expected);
});

test('a time of day that the clocks skip moves later by the length of the skip', () => {
  // 29 March 2026, Berlin: 02:00 is followed by 03:00, so 02:30 is 03:30 in summer time.
  expect(scheduled('02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30');
  expect(scheduled('02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z')).toBe('2026-03-30T00:30');
  // A half-hour shift: Lord Howe Island, 4 October 2026.
  expect(scheduled('02:15', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z')).toBe(
    '2026-10-03T15:45',
  );
});

test('when the clocks show the time of day twice, the first one counts', () => {
  // 25 October 2026, Berlin: 03:00 in summer time is followed by 02:00.
  expect(scheduled('02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30');
  expect(scheduled('02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30');
  expect(scheduled('02:30', 'Europe/Berlin', '2026-10-25T01:30:00Z')).toBe('2026-10-26T01:30');
});

test('a midnight that does not exist becomes the start of the day', () => {
  // Havana changes clocks at midnight: 8 March 2026 starts at 01:00.
  expect(scheduled('00:00', 'America/Havana', '2026-03-07T12:00:00Z')).toBe('2026-03-08T05:00');
});

test('a calendar day that a country skipped does not cause an endless loop', () => {
  // Samoa had no 30 December 2011.
  expect(scheduled('02:00', 'Pacific/Apia', '2011-12-29T20:00:00Z')).toBe('2011-12-30T12:00');
  expect(scheduled('02:00', 'Pacific/Apia', '2011-12-30T12:00:00Z')).toBe('2011-12-31T12:00');
});

test.each(['Europe/Berlin', 'America/Sao_Paulo', 'Africa/Casablanca', 'Antarctica/Troll', 'UTC'])(
  'a year has as many synchronizations as days in %s, each at its time of day',
  (timeZone) => {
    const schedule = { timeOfDay: '02:30', timeZone };
    const show = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
    let at = new Date(Date.parse('2026-01-01T12:00:00Z') + accountDelay(ACCOUNT));
    const times: string[] = [];
    for (let day = 0; day < 365; day += 1) {
      const next = nextSynchronization(schedule, at, ACCOUNT);
      expect(next.getTime()).toBeGreaterThan(at.getTime());
      at = next;
      times.push(show.format(at.getTime() - accountDelay(ACCOUNT)));
    }
    expect(at.getTime() - accountDelay(ACCOUNT)).toBeLessThan(Date.parse('2027-01-01T12:00:00Z'));
    expect(at.getTime() - accountDelay(ACCOUNT)).toBeGreaterThan(
      Date.parse('2026-12-31T12:00:00Z'),
    );
    // At most one day of the year, when the clocks skip the time.
    expect(times.filter((time) => time !== '02:30').length).toBeLessThanOrEqual(1);
  },
);

test('accounts are spread over half an hour, each with a constant delay', () => {
  const delays = Array.from({ length: 2000 }, () => accountDelay(randomUUID()));
  for (const delay of delays) {
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(HOUR / 2);
  }
  const sixths = new Set(delays.map((delay) => Math.floor(delay / (HOUR / 12))));
  expect(sixths).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(accountDelay(ACCOUNT)).toBe(accountDelay(ACCOUNT));
});

test.each([
  ['02:00', 'UTC', true],
  ['23:59', 'America/Argentina/Buenos_Aires', true],
  ['24:00', 'UTC', false],
  ['2:00', 'UTC', false],
  ['02:00:00', 'UTC', false],
  ['02:60', 'UTC', false],
  ['02:00', 'Europe/Atlantis', false],
  ['02:00', '+02:00', false],
  ['02:00', '', false],
])('%s in %s is a schedule: %s', (timeOfDay, timeZone, expected) => {
  expect(isSchedule({ timeOfDay, timeZone })).toBe(expected);
});
