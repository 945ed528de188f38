import { expect, test } from 'vitest';
import { isScheduleChanged, draftOf, scheduleOf, timeZones } from './schedule.ts';

const schedule = { timeOfDay: '03:30', timeZone: 'Europe/Madrid' };

test('the form starts with the schedule, or off and in the browser’s time zone', () => {
  expect(draftOf(schedule, 'UTC')).toEqual({ on: true, ...schedule });
  expect(draftOf(null, 'Asia/Tokyo')).toMatchObject({ on: false, timeZone: 'Asia/Tokyo' });
});

test.each(['00:00', '09:05', '23:59'])('%s is a valid time of day', (timeOfDay) => {
  expect(scheduleOf({ ...schedule, on: true, timeOfDay })).toEqual({ ...schedule, timeOfDay });
});

test.each(['', '24:00', '7:00', '12:60', '12:30:00'])(
  '“%s” is not a valid time of day',
  (timeOfDay) => {
    expect(scheduleOf({ ...schedule, on: true, timeOfDay })).toBeUndefined();
    expect(scheduleOf({ ...schedule, on: false, timeOfDay })).toBeNull();
  },
);

test('there is something to save when it is switched, or its time or zone changes', () => {
  const draft = draftOf(schedule, 'UTC');
  expect(isScheduleChanged(draft, schedule)).toBe(false);
  expect(isScheduleChanged({ ...draft, on: false }, schedule)).toBe(true);
  expect(isScheduleChanged({ ...draft, timeOfDay: '04:00' }, schedule)).toBe(true);
  expect(isScheduleChanged({ ...draft, timeZone: 'UTC' }, schedule)).toBe(true);
  expect(isScheduleChanged(draft, null)).toBe(true);
  expect(isScheduleChanged({ ...draft, on: false, timeOfDay: '04:00' }, null)).toBe(false);
});

test('zones are listed once, including used ones that the browser does not list', () => {
  const zones = timeZones('Europe/Madrid', 'Etc/Somewhere');
  expect(zones).toContain('UTC');
  expect(zones).toContain('Etc/Somewhere');
  expect(zones.filter((zone) => zone === 'Europe/Madrid')).toHaveLength(1);
});
