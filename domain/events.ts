/** What happens to an account and is told beyond the console: by mail and by webhook. */
import type { AttentionReason } from './reasons.ts';
import type { AccountNotificationKind } from './account.ts';
import type { ConsentKind } from './consents.ts';
import type { Service } from './services/services.ts';

export const EVENT_TYPES = [
  'account.protected',
  'account.attention_required',
  'account.recovered',
  'account.removed',
  'synchronization.published',
  'synchronization.held',
  'consent.revoked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Ids and numbers only: no names, no addresses. */
export interface EventData {
  readonly service: Service;
  readonly tenantId: string | null;
  /** Of `account.attention_required` and `account.recovered`: what needs, or needed, a person. */
  readonly reason?: AttentionReason;
  readonly consent?: ConsentKind;
  /** Of `synchronization.…`. */
  readonly runId?: string;
  readonly users?: number;
  readonly groups?: number;
  readonly sites?: number;
  /** Of `account.recovered`: since when it needed a person. ISO 8601. */
  readonly since?: string;
}

export interface AccountEvent {
  readonly eventId: string;
  readonly organizationId: string;
  readonly accountId: string;
  readonly type: EventType;
  /** ISO 8601. */
  readonly occurredAt: string;
  readonly data: EventData;
}

const OF_NOTIFICATION: Readonly<Partial<Record<AccountNotificationKind, EventType>>> = {
  protected: 'account.protected',
  attentionRequired: 'account.attention_required',
  recovered: 'account.recovered',
  removed: 'account.removed',
};

/** The events that a notification stands for, the general one first. */
export function eventsOf(
  kind: AccountNotificationKind,
  reason: AttentionReason | null,
): EventType[] {
  const event = OF_NOTIFICATION[kind];
  const events = event === undefined ? [] : [event];
  if (kind !== 'attentionRequired') return events;
  if (reason === 'consentRevoked') events.push('consent.revoked');
  if (reason === 'removalsHeld') events.push('synchronization.held');
  return events;
}

/** How an event leaves the product. */
export const CHANNELS = ['webhook', 'mail'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One delivery of an event: to one endpoint, or to one person. */
export interface OutgoingItem {
  readonly channel: Channel;
  readonly id: string;
}
