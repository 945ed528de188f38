import { isSchedule, type Schedule } from '../../../../domain/schedule.ts';

/** A schedule as it is being edited. */
export interface ScheduleDraft extends Schedule {
  readonly on: boolean;
}

/** The default time, when few people work. */
const QUIET = '02:00';
/** Valid in every browser. */
const UTC = 'UTC';

/** The form's initial values. */
export const draftOf = (schedule: Schedule | null, timeZone: string): ScheduleDraft =>
  schedule ? { on: true, ...schedule } : { on: false, timeOfDay: QUIET, timeZone };

/** The schedule to save: null for none, undefined while the time is invalid. */
export function scheduleOf({
  on,
  timeOfDay,
  timeZone,
}: ScheduleDraft): Schedule | null | undefined {
  if (!on) return null;
  const schedule = { timeOfDay, timeZone };
  return isSchedule(schedule) ? schedule : undefined;
}

/** Whether saving would change anything. */
export function isScheduleChanged(draft: ScheduleDraft, schedule: Schedule | null): boolean {
  if (!draft.on || !schedule) return draft.on !== (schedule !== null);
  return draft.timeOfDay !== schedule.timeOfDay || draft.timeZone !== schedule.timeZone;
}

/** The zones to choose from, sorted. Includes the ones in use even if this browser does not list them. */
export function timeZones(...inUse: readonly string[]): string[] {
  return [...new Set([UTC, ...inUse, ...Intl.supportedValuesOf('timeZone')])].toSorted();
}

/** This browser's time zone. */
export const ownTimeZone = (): string =>
  new Intl.DateTimeFormat().resolvedOptions().timeZone || UTC;
