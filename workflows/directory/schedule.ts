/** Daily scheduled synchronizations. */
import { condition } from '@temporalio/workflow';
import {
  DEFAULT_SCHEDULE,
  isSchedule,
  nextSynchronization,
  type Schedule,
} from '../../domain/schedule.ts';
import { type NewSchedule, scheduleUpdate } from '../account.messages.ts';
import type { Account } from '../account/account.ts';
import { onUpdate } from '../account/receive.ts';
import { refusal } from '../failures.ts';
import { requestScheduled } from './requests.ts';

export function receiveSchedules(account: Account): void {
  onUpdate(
    account,
    scheduleUpdate,
    ({ schedule }) => setSchedule(account, schedule),
    (asked) => requireSchedulable(account, asked),
  );
}

/** Sets the default schedule for an account that protects all users, unless one was already chosen. */
export function beginSchedule(account: Account): void {
  const { method, schedule } = account.view;
  if (method === 'all' && schedule === undefined) setSchedule(account, DEFAULT_SCHEDULE);
}

/** Sets the schedule of automatic synchronizations; null turns them off. */
function setSchedule(account: Account, schedule: Schedule | null): void {
  const current = account.view.schedule;
  if (current !== undefined && sameSchedule(current, schedule)) return;
  const nextSynchronizationAt = schedule && nextOf(account, schedule, Date.now());
  const action = schedule ? 'synchronization.scheduled' : 'synchronization.unscheduled';
  account.change({ schedule, nextSynchronizationAt }, action);
}

/** Skips scheduled times that passed during a synchronization: they joined it. */
export function skipMissedTimes(account: Account): void {
  const { nextSynchronizationAt: due } = account.view;
  if (due && Date.parse(due) <= Date.now()) plan(account, Date.now());
}

/**
 * Waits for the scheduled time, following changes of the schedule, and then requests a
 * synchronization. Without a schedule, waits until one is set.
 */
export async function waitUntilDue(account: Account): Promise<void> {
  for (;;) {
    const due = account.view.nextSynchronizationAt ?? null;
    const moved = () => (account.view.nextSynchronizationAt ?? null) !== due;
    if (due === null) await condition(moved);
    else if (!(await condition(moved, untilInstant(due), { summary: `Synchronize at ${due}` }))) {
      // If the clock is behind the one that fired the timer, the same time must not be scheduled again.
      plan(account, Math.max(Date.now(), Date.parse(due)));
      requestScheduled(account);
      return;
    }
  }
}

const untilInstant = (due: string) => Math.max(1, Date.parse(due) - Date.now());

/** Not a recorded change of its own: every caller makes one afterwards. */
function plan(account: Account, after: number): void {
  const { schedule } = account.view;
  if (!schedule) return;
  account.amend({ nextSynchronizationAt: nextOf(account, schedule, after) });
}

function nextOf(account: Account, schedule: Schedule, after: number): string {
  return nextSynchronization(schedule, new Date(after), account.view.accountId).toISOString();
}

function sameSchedule(one: Schedule | null, other: Schedule | null): boolean {
  return one?.timeOfDay === other?.timeOfDay && one?.timeZone === other?.timeZone;
}

function requireSchedulable(account: Account, asked: NewSchedule): void {
  const { method, state } = account.view;
  if (!account.isAbout(asked)) throw refusal('WrongState');
  if (method === 'selected') throw refusal('SynchronizationNotAvailable');
  const leaving = state === 'removing' || state === 'removed';
  if (method === null || leaving) throw refusal('WrongState');
  if (asked.schedule !== null && !isSchedule(asked.schedule)) throw refusal('InvalidInput');
}
