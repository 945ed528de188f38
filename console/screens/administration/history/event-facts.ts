import { METHODS, type Method } from '../../../../domain/account.ts';
import { ATTENTION_REASONS, type AttentionReason } from '../../../../domain/reasons.ts';
import { CONSENT_KINDS, type ConsentKind } from '../../../../domain/consents.ts';
import { type FailureType, isFailureType } from '../../../../domain/failures.ts';
import type { Schedule } from '../../../../domain/schedule.ts';
import type { TargetKind } from '../../../components/service.ts';

/** A detail of an event, ready to be translated. */
export type EventFact =
  | { readonly fact: 'step'; readonly kind: ConsentKind }
  | { readonly fact: 'administrator'; readonly name: string }
  | { readonly fact: 'failure'; readonly code: FailureType }
  | { readonly fact: 'method'; readonly method: Method }
  /** `target`: null for what the service selects. */
  | { readonly fact: 'selected'; readonly count: number; readonly target: TargetKind | null }
  | { readonly fact: 'removals'; readonly users: number; readonly groups: number }
  | { readonly fact: 'siteRemovals'; readonly sites: number }
  | { readonly fact: 'schedule'; readonly schedule: Schedule | null }
  | { readonly fact: 'reason'; readonly reason: AttentionReason }
  | { readonly fact: 'mailbox'; readonly mailbox: string }
  | { readonly fact: 'defaultMailbox' };

/** What an event says in detail. Unknown values are left out, because old events may have other details. */
export function factsOf({
  details,
  mailbox,
}: {
  readonly details: Readonly<Record<string, unknown>>;
  readonly mailbox: string | null;
}): EventFact[] {
  const { kind, administrator, failure, method, users, groups, sites, schedule } = details;
  const { reason, userId } = details;
  const facts: EventFact[] = [];
  if (isOneOf(CONSENT_KINDS, kind)) facts.push({ fact: 'step', kind });
  if (typeof administrator === 'string') facts.push({ fact: 'administrator', name: administrator });
  if (isFailureType(failure)) facts.push({ fact: 'failure', code: failure });
  if (isOneOf(METHODS, method)) facts.push(choiceOf(method, details));
  if (typeof users === 'number' && typeof groups === 'number') {
    if (users + groups > 0) facts.push({ fact: 'removals', users, groups });
    if (typeof sites === 'number' && sites > 0) facts.push({ fact: 'siteRemovals', sites });
  }
  if (schedule === null || isSchedule(schedule)) facts.push({ fact: 'schedule', schedule });
  if (isReason(reason)) facts.push({ fact: 'reason', reason });
  if (mailbox !== null) facts.push({ fact: 'mailbox', mailbox });
  else if (userId === null) facts.push({ fact: 'defaultMailbox' });
  return facts;
}

function choiceOf(
  method: Method,
  {
    userIds,
    siteIds,
    targets,
  }: { readonly userIds?: unknown; readonly siteIds?: unknown; readonly targets?: unknown },
): EventFact {
  if (method === 'selected' && Array.isArray(userIds)) {
    return { fact: 'selected', count: userIds.length, target: 'user' };
  }
  if (method === 'selected' && Array.isArray(siteIds)) {
    return { fact: 'selected', count: siteIds.length, target: 'site' };
  }
  if (method === 'selected' && typeof targets === 'number') {
    return { fact: 'selected', count: targets, target: null };
  }
  return { fact: 'method', method };
}

const isReason = (value: unknown): value is AttentionReason =>
  typeof value === 'string' && Object.hasOwn(ATTENTION_REASONS, value);

function isSchedule(value: unknown): value is Schedule {
  if (typeof value !== 'object' || value === null) return false;
  const { timeOfDay, timeZone } = value as Partial<Record<keyof Schedule, unknown>>;
  return typeof timeOfDay === 'string' && typeof timeZone === 'string';
}

function isOneOf<T>(values: readonly T[], value: unknown): value is T {
  return (values as readonly unknown[]).includes(value);
}
