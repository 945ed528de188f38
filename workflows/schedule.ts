/** Synchronizations at a time of day. */
import { condition } from '@temporalio/workflow';
import { DEFAULT_SCHEDULE, nextSynchronization, type Schedule } from '../domain/schedule.ts';
import type { Account } from './account.ts';

/** An account that protects everybody has a schedule from the start; whoever has chosen already keeps it. */
export function beginSchedule(account: Account): void {
  const { method, schedule } = account.view;
  if (method === 'all' && schedule === undefined) setSchedule(account, DEFAULT_SCHEDULE);
}

/** Sets when everybody is synchronized by itself, or with null that nobody is. */
export function setSchedule(account: Account, schedule: Schedule | null): void {
  const current = account.view.schedule;
  if (current !== undefined && sameSchedule(current, schedule)) return;
  const nextSynchronizationAt = schedule && nextOf(account, schedule, Date.now());
  const action = schedule ? 'synchronization.scheduled' : 'synchronization.unscheduled';
  account.change({ schedule, nextSynchronizationAt }, action);
}

/** Times that went by while a synchronization ran are joined to it: the next one is ahead again. */
export function planAhead(account: Account): void {
  const { nextSynchronizationAt: due } = account.view;
  if (due && Date.parse(due) <= Date.now()) plan(account, Date.now());
}

/**
 * Waits for the scheduled time, however often the schedule is changed
 * meanwhile, and asks for a synchronization then. Without a schedule it waits
 * for one.
 */
export async function untilDue(account: Account): Promise<void> {
  for (;;) {
    const due = account.view.nextSynchronizationAt ?? null;
    const moved = () => (account.view.nextSynchronizationAt ?? null) !== due;
    if (due === null) await condition(moved);
    else if (!(await condition(moved, untilInstant(due), { summary: `Synchronize at ${due}` }))) {
      // A clock that is behind the one that fired the timer must not find the same time again.
      plan(account, Math.max(Date.now(), Date.parse(due)));
      account.wanted ??= 'scheduled';
      return;
    }
  }
}

const untilInstant = (due: string) => Math.max(1, Date.parse(due) - Date.now());

/** Comes to the store with the change that follows: every caller makes one. */
function plan(account: Account, after: number): void {
  const { schedule } = account.view;
  if (!schedule) return;
  account.view = { ...account.view, nextSynchronizationAt: nextOf(account, schedule, after) };
}

function nextOf(account: Account, schedule: Schedule, after: number): string {
  return nextSynchronization(schedule, new Date(after), account.view.accountId).toISOString();
}

function sameSchedule(one: Schedule | null, other: Schedule | null): boolean {
  return one?.timeOfDay === other?.timeOfDay && one?.timeZone === other?.timeZone;
}
