/** When an organization's directory is synchronized by itself. Pure; it is part of the workflow bundle. */

export interface Schedule {
  /** `HH:MM`, as clocks on the wall show it. */
  readonly timeOfDay: string;
  /** Whose wall: an IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
}

/** What an account that protects everybody begins with. */
export const DEFAULT_SCHEDULE: Schedule = { timeOfDay: '02:00', timeZone: 'UTC' };

/** Over how long the accounts of one time of day are spread, so that they do not all begin at once. */
const SPREAD = 30 * 60_000;
const DAY = 86_400_000;
/** Longer than any time zone's distance from UTC, a day that was left out included. */
const LONGEST_OFFSET = 2 * DAY;

/** True for a time of day and a time zone that exist. */
export function isSchedule({ timeOfDay, timeZone }: Schedule): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(timeOfDay) && isTimeZone(timeZone);
}

/** Names only: of offsets such as `+02:00` not every release of Node knows. */
function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && Boolean(clockOf(name));
  } catch {
    return false;
  }
}

/** How long after the time of day this account begins, in milliseconds: always the same for an account. */
export function delayOf(accountId: string): number {
  let hash = 2_166_136_261; // FNV-1a
  for (const character of accountId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  return hash % SPREAD;
}

/**
 * The first scheduled instant behind `after`, once for each day of the time
 * zone's calendar. Where clocks show the time of day twice, the first one
 * counts; where they jump over it, as much later as they jump.
 */
export function nextSynchronization(schedule: Schedule, after: Date, accountId: string): Date {
  const delay = delayOf(accountId);
  const [hours = 0, minutes = 0] = schedule.timeOfDay.split(':').map(Number);
  const sinceMidnight = (hours * 60 + minutes) * 60_000;
  const clock = clockOf(schedule.timeZone);
  let wall = midnight(after.getTime() - LONGEST_OFFSET) + sinceMidnight;
  while (instantOf(wall, clock) + delay <= after.getTime()) wall += DAY;
  return new Date(instantOf(wall, clock) + delay);
}

/** What the clocks of a time zone show at an instant, written as if it were UTC. */
type Clock = (instant: number) => number;

function clockOf(timeZone: string): Clock {
  if (timeZone === 'UTC') return (instant) => instant;
  const format = new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const time = [of('hour'), of('minute'), of('second')] as const;
    return Date.UTC(of('year'), of('month') - 1, of('day'), ...time);
  };
}

const FIELDS = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/** With the offset of the day before, unless only that of the day behind makes the clocks show it. */
function instantOf(wall: number, clock: Clock): number {
  const [before, behind] = [wall - DAY, wall + DAY].map((near) => wall - (clock(near) - near));
  if (before === undefined || behind === undefined) return wall;
  return clock(before) !== wall && clock(behind) === wall ? behind : before;
}

const midnight = (instant: number) => instant - (((instant % DAY) + DAY) % DAY);
