import { isSchedule, type Schedule } from '../../../../domain/schedule.ts';

/** A schedule as it is being edited. */
export interface ScheduleDraft extends Schedule {
  readonly on: boolean;
}

/** A quiet hour, for an organization that has no schedule. */
const QUIET = '02:00';
/** Understood by every clock, and by every browser's list. */
const UTC = 'UTC';

/** What the form begins with. */
export const draftOf = (schedule: Schedule | null, timeZone: string): ScheduleDraft =>
  schedule ? { on: true, ...schedule } : { on: false, timeOfDay: QUIET, timeZone };

/** What is to be saved: null for no schedule, undefined while the time is not one. */
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
export function differs(draft: ScheduleDraft, schedule: Schedule | null): boolean {
  if (!draft.on || !schedule) return draft.on !== (schedule !== null);
  return draft.timeOfDay !== schedule.timeOfDay || draft.timeZone !== schedule.timeZone;
}

/** The zones to choose from. Those that are in use are among them, whatever this browser lists. */
export function timeZones(...inUse: readonly string[]): string[] {
  return [...new Set([UTC, ...inUse, ...Intl.supportedValuesOf('timeZone')])].toSorted();
}

/** Where this browser is. */
export const ownTimeZone = (): string =>
  new Intl.DateTimeFormat().resolvedOptions().timeZone || UTC;
