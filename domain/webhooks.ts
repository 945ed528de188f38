/**
 * Webhooks: what is sent where, when it is tried again, and when an endpoint is disabled. The form
 * is that of Standard Webhooks 1.0.0. Durations are milliseconds.
 */
import { type AccountEvent, EVENT_TYPES, type EventType } from './events.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const MAX_WEBHOOK_ENDPOINTS = 10;
export const MAX_WEBHOOK_ADDRESS_LENGTH = 2048;
/** The largest body, in bytes. Ours have some hundred. */
export const MAX_WEBHOOK_BODY_BYTES = 20_000;
/** The whole exchange: from the look-up of the name to the end of the answer. */
export const WEBHOOK_TIMEOUT = 15 * SECOND;
/** How many bytes of an answer are kept. The rest is not read. */
export const WEBHOOK_ANSWER_BYTES = 1024;
/** How long the previous key signs, too, after a rotation. */
export const WEBHOOK_KEY_OVERLAP = DAY;
/** Deliveries are deleted when they are older, and beyond so many of an endpoint, the oldest first. */
export const WEBHOOK_RETENTION = 30 * DAY;
export const MAX_WEBHOOK_DELIVERIES = 1000;
/** Tests and redeliveries of an endpoint that are under way at a time. */
export const MAX_WEBHOOK_REQUESTS = 20;
/** Of a secret that the customer brings, in bytes. Standard Webhooks asks for at least 24. */
export const MIN_WEBHOOK_SECRET_BYTES = 24;
export const MAX_WEBHOOK_SECRET_BYTES = 64;

/** Delays before each attempt. After the last attempt the endpoint is disabled. */
export const WEBHOOK_DELAYS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const WEBHOOK_ATTEMPTS = WEBHOOK_DELAYS.length;
/** The longest `Retry-After` that is honoured. */
export const LONGEST_WEBHOOK_DELAY = 24 * HOUR;

/** `hmac`: a shared secret, `v1`. `ed25519`: a key pair, `v1a`; the receiver needs only the public key. */
export const WEBHOOK_ALGORITHMS = ['hmac', 'ed25519'] as const;
export type WebhookAlgorithm = (typeof WEBHOOK_ALGORITHMS)[number];

/** `abandoned`: not tried any more, because the endpoint was disabled for another reason. */
export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed', 'abandoned'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** What caused a delivery: an event, or an administrator. */
export const WEBHOOK_ORIGINS = ['event', 'test', 'redelivery'] as const;
export type WebhookOrigin = (typeof WEBHOOK_ORIGINS)[number];

/** Why an attempt failed. `status`: an answer that is neither a success nor one of the others. */
export const WEBHOOK_FAILURES = [
  'status',
  'redirect',
  'gone',
  'timeout',
  'unreachable',
  'addressRefused',
  'certificate',
  'keyUnreadable',
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** `person`: an administrator. `gone`: it answered 410. `exhausted`: every attempt of a delivery failed. */
export const WEBHOOK_DISABLINGS = ['person', 'gone', 'exhausted'] as const;
export type WebhookDisabling = (typeof WEBHOOK_DISABLINGS)[number];

/**
 * What an endpoint gets unless the administrator chooses: everything that a person may have to act
 * on. Publications come with every synchronization, so they are chosen.
 */
export const DEFAULT_WEBHOOK_TYPES: readonly EventType[] = EVENT_TYPES.filter(
  (type) => type !== 'synchronization.published',
);

/** The body of a message. The event's id is the header `webhook-id`. */
export interface WebhookBody {
  readonly type: EventType;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  /** Only in tests. */
  readonly test?: true;
  readonly data: Readonly<Record<string, unknown>>;
}

export function webhookBodyOf(
  { type, occurredAt, organizationId, accountId, data }: Omit<AccountEvent, 'eventId'>,
  { test = false }: { test?: boolean } = {},
): WebhookBody {
  return {
    type,
    timestamp: occurredAt,
    ...(test && { test }),
    data: { organizationId, accountId, ...data },
  };
}

/**
 * The wait before the next attempt.
 * @param attempt how many were made.
 * @param retryAfter what the endpoint asked for, or null. It lengthens the wait and never shortens it.
 */
export function webhookDelay(attempt: number, retryAfter: number | null): number {
  const delay = WEBHOOK_DELAYS[Math.min(Math.max(attempt, 1), WEBHOOK_ATTEMPTS - 1)] ?? DAY;
  return Math.min(Math.max(delay, retryAfter ?? 0), LONGEST_WEBHOOK_DELAY);
}

/** An event of this type, as documentation and tests show it. Its account does not exist. */
export function exampleEvent(
  type: EventType,
  organizationId: string,
  occurredAt: string,
): Omit<AccountEvent, 'eventId'> {
  const data = { service: 'exchange-online', tenantId: EXAMPLE_ID, ...EXAMPLES[type] } as const;
  return { type, organizationId, accountId: EXAMPLE_ID, occurredAt, data };
}

const EXAMPLE_ID = '00000000-0000-4000-8000-000000000000';

const EXAMPLES: Readonly<Record<EventType, Partial<AccountEvent['data']>>> = {
  'account.protected': {},
  'account.attention_required': { reason: 'consentRevoked', consent: 'exchange' },
  'account.recovered': {
    reason: 'consentRevoked',
    consent: 'exchange',
    since: '2026-11-30T08:15:00.000Z',
  },
  'account.removed': {},
  'synchronization.published': { runId: EXAMPLE_ID, users: 1000, groups: 40, sites: 0 },
  'synchronization.held': { reason: 'removalsHeld' },
  'consent.revoked': { reason: 'consentRevoked', consent: 'exchange' },
};
