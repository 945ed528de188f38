/** When an organization's directory is synchronized automatically. Pure; part of the workflow bundle. */

export interface Schedule {
  /** `HH:MM`, local time in `timeZone`. */
  readonly timeOfDay: string;
  /** An IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
}

/** The initial schedule of an account that protects all users. */
export const DEFAULT_SCHEDULE: Schedule = { timeOfDay: '02:00', timeZone: 'UTC' };

/** Milliseconds over which accounts with the same time of day are spread, so that they do not all start together. */
const SPREAD = 30 * 60_000;
const DAY = 86_400_000;
/** Longer than any time zone's offset from UTC, including a calendar day that was skipped. */
const LONGEST_OFFSET = 2 * DAY;

/** True if the time of day and the time zone both exist. */
export function isSchedule({ timeOfDay, timeZone }: Schedule): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(timeOfDay) && isTimeZone(timeZone);
}

/** Names only: some Node releases do not accept offsets such as `+02:00`. */
function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && Boolean(clockOf(name));
  } catch {
    return false;
  }
}

/** Milliseconds between the scheduled time and the account's start; constant per account. */
export function accountDelay(accountId: string): number {
  let hash = 2_166_136_261; // FNV-1a
  for (const character of accountId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  return hash % SPREAD;
}

/**
 * The first scheduled instant after `after`, one for each calendar day of the time
 * zone. If the clocks show the time of day twice, the first counts; if they skip
 * it, the instant moves later by the length of the skip.
 */
export function nextSynchronization(schedule: Schedule, after: Date, accountId: string): Date {
  const delay = accountDelay(accountId);
  const [hours = 0, minutes = 0] = schedule.timeOfDay.split(':').map(Number);
  const sinceMidnight = (hours * 60 + minutes) * 60_000;
  const clock = clockOf(schedule.timeZone);
  let wall = midnight(after.getTime() - LONGEST_OFFSET) + sinceMidnight;
  while (instantOf(wall, clock) + delay <= after.getTime()) wall += DAY;
  return new Date(instantOf(wall, clock) + delay);
}

/** The local time of a time zone at an instant, encoded as if it were UTC. */
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

/** Uses the offset of the day before, unless only the offset of the day after yields this local time. */
function instantOf(wall: number, clock: Clock): number {
  const [before, after] = [wall - DAY, wall + DAY].map((near) => wall - (clock(near) - near));
  if (before === undefined || after === undefined) return wall;
  return clock(before) !== wall && clock(after) === wall ? after : before;
}

const midnight = (instant: number) => instant - (((instant % DAY) + DAY) % DAY);
