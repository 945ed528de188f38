/**
 * The authorized account: the vocabulary that workflows, activities, API and
 * console share. Pure data and types; it is part of the workflow bundle.
 */
import type { ConsentKind } from './consents.ts';
import type { FailureType } from './failures.ts';
import { CONSENT_STATES, type ProvisioningState } from './provisioning.ts';
import type { Schedule } from './schedule.ts';

export const SERVICES = ['exchange-online'] as const;
export type Service = (typeof SERVICES)[number];
export const isService = (value: string): value is Service =>
  (SERVICES as readonly string[]).includes(value);

export const SERVICE_NAMES: Record<Service, string> = { 'exchange-online': 'Exchange Online' };

export const METHODS = ['all', 'selected'] as const;
export type Method = (typeof METHODS)[number];

/** Why an account waits for somebody, and whether a consent of that kind would mend it. */
export const ATTENTION_REASONS = {
  ewsBlocked: { mendedByConsent: null },
  exchangeConsentRevoked: { mendedByConsent: 'exchange' },
  graphConsentRevoked: { mendedByConsent: 'graph' },
  targetsUnknown: { mendedByConsent: null },
  synchronizationFailed: { mendedByConsent: null },
  removalsHeld: { mendedByConsent: null },
} as const satisfies Record<string, { mendedByConsent: ConsentKind | null }>;
export type AttentionReason = keyof typeof ATTENTION_REASONS;

export const CONSENT_STATUSES = [
  'notStarted',
  'waitingForAdministrator',
  'checking',
  'granted',
  'declined',
  'refused',
  'expired',
  'revoked',
] as const;
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** A consent step as the workflow sees it. Instants are ISO 8601. */
export interface ConsentView {
  readonly status: ConsentStatus;
  readonly attemptId: string | null;
  /** Set for `declined` and `refused`. */
  readonly failure: FailureType | null;
  readonly changedAt: string;
}

/** What an account's workflow answers to a query, and what the store keeps of it. */
export interface AccountView {
  readonly accountId: string;
  readonly organizationId: string;
  readonly service: Service;
  /** Grows by one with every change: the store keeps the newest and ignores what comes late. */
  readonly revision: number;
  readonly state: ProvisioningState;
  readonly stateSince: string;
  readonly attention: { readonly reason: AttentionReason; readonly message: string } | null;
  readonly tenantId: string | null;
  readonly method: Method | null;
  readonly targetCount: number | null;
  readonly consents: Readonly<Record<ConsentKind, ConsentView>>;
  /** The synchronization under way, or the last one. */
  readonly runId: string | null;
  /** When everybody is synchronized by itself; null for never. Missing in views of an older history. */
  readonly schedule?: Schedule | null;
  /** When the next scheduled synchronization begins. */
  readonly nextSynchronizationAt?: string | null;
  readonly removalStep: RemovalStep | null;
}

/** A step is open while the account waits for it, or when its consent would mend the account. */
export function consentIsOpen(
  { state, attention }: Pick<AccountView, 'state' | 'attention'>,
  kind: ConsentKind,
): boolean {
  const { awaiting, verifying } = CONSENT_STATES[kind];
  if (state === awaiting || state === verifying) return true;
  if (!attention) return false;
  if (attention.reason === 'ewsBlocked') return kind === 'exchange';
  return ATTENTION_REASONS[attention.reason].mendedByConsent === kind;
}

export const REMOVAL_STEPS = [
  'stopSynchronization',
  'deleteDirectory',
  'releaseTenant',
  'notify',
] as const;
export type RemovalStep = (typeof REMOVAL_STEPS)[number];

/** Kinds of notification with the sentence that a person reads. */
export const NOTIFICATIONS = {
  protected: 'Exchange Online protected.',
  attentionRequired: 'Exchange Online needs your attention.',
  recovered: 'Exchange Online is in order again.',
  removed: 'The service account for Exchange Online was removed.',
} as const;
export type NotificationKind = keyof typeof NOTIFICATIONS;
