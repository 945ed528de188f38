/**
 * The authorized account: the types and constants shared by workflows, activities,
 * API and console. Pure data and types; part of the workflow bundle.
 */
import { type ConsentKind, CONSENTS } from './consents.ts';
import type { FailureType } from './failures.ts';
import { lacksGrant, type QuarantineFinding, type QuarantineView } from './quarantine.ts';
import { type ProvisioningState, sentenceOfState } from './provisioning.ts';
import type { AttentionReason } from './reasons.ts';
import type { Schedule } from './schedule.ts';
import { type Service, SERVICES } from './services/services.ts';

export const METHODS = ['all', 'selected'] as const;
export type Method = (typeof METHODS)[number];

export interface Attention {
  readonly reason: AttentionReason;
  readonly message: string;
  /** Whose grant is lost or cannot be used; null if it is about no consent. */
  readonly consent: ConsentKind | null;
}

export const CONSENT_STATUSES = [
  'notStarted',
  'waitingForAdministrator',
  'checking',
  'granted',
  'notNeeded',
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
  /** Set for `declined` and `refused`, and for `waitingForAdministrator` if Microsoft reported an error. */
  readonly failure: FailureType | null;
  readonly changedAt: string;
}

/** The account state returned by the workflow's query and kept in the store. */
export interface AccountView {
  readonly accountId: string;
  readonly organizationId: string;
  readonly service: Service;
  /** Incremented by one with every change. The store keeps the highest and ignores late ones. */
  readonly revision: number;
  readonly state: ProvisioningState;
  readonly stateSince: string;
  /** The consent that is awaited or verified; null in every other state. */
  readonly consentStep: ConsentKind | null;
  /** Since when the targets are protected, whatever was synchronized since; missing while they are not. */
  readonly protectedSince?: string;
  readonly attention: Attention | null;
  readonly tenantId: string | null;
  readonly method: Method | null;
  readonly targetCount: number | null;
  /** False if the tenant has no license for the service, so that there is nothing to protect. Missing until that is known. */
  readonly licensed?: boolean;
  /** Selected users whose OneDrive does not exist yet, by object id. Missing for other services and methods. */
  readonly pendingTargets?: readonly string[];
  /** Those of the service. */
  readonly consents: Readonly<Partial<Record<ConsentKind, ConsentView>>>;
  /** Missing until step 1 is done. */
  readonly quarantine?: QuarantineView;
  /** The user whose mailbox the organization named for the quarantine check; null or missing for the default. */
  readonly canaryUserId?: string | null;
  /** The current synchronization, or the last one. */
  readonly runId: string | null;
  /** When all users are synchronized automatically; null for never. Missing in views from older histories. */
  readonly schedule?: Schedule | null;
  /** When the next scheduled synchronization starts. */
  readonly nextSynchronizationAt?: string | null;
  readonly removalStep: RemovalStep | null;
}

/** @throws Error if the account's service has no such consent, which would be a bug of ours. */
export function consentView({ consents, service }: AccountView, kind: ConsentKind): ConsentView {
  const consent = consents[kind];
  if (consent === undefined) throw new Error(`${service} has no consent ${kind}`);
  return consent;
}

/** The account's state as text, in English, for operators. */
export function sentenceOf({
  state,
  service,
  consentStep,
}: Pick<AccountView, 'state' | 'service' | 'consentStep'>): string {
  const consent = consentStep === null ? '' : CONSENTS[consentStep].resourceName;
  return sentenceOfState(state, { service: SERVICES[service].name, consent });
}

/** Where an account stands with its consents. */
export interface ConsentPosition extends Pick<AccountView, 'state' | 'consentStep'> {
  readonly attention: Pick<Attention, 'reason' | 'consent'> | null;
  readonly quarantine?: {
    readonly findings: readonly Pick<QuarantineFinding, 'adapter' | 'outcome'>[];
  } | null;
}

/** A step is open while the account is at it, or when its consent would resolve what needs attention. */
export function consentIsOpen(
  { consentStep, attention, quarantine }: Omit<ConsentPosition, 'state'>,
  kind: ConsentKind,
): boolean {
  if (consentStep === kind) return true;
  if (!attention) return false;
  if (attention.reason === 'quarantineUnavailable')
    return lacksGrant(quarantine?.findings ?? [], kind);
  return attention.reason === 'consentRevoked' && attention.consent === kind;
}

export const REMOVAL_STEPS = [
  'stopSynchronization',
  'deleteDirectory',
  'releaseTenant',
  'notify',
] as const;
export type RemovalStep = (typeof REMOVAL_STEPS)[number];

/** What is told of an account. */
const ACCOUNT_NOTIFICATION_KINDS = [
  'protected',
  'attentionRequired',
  'recovered',
  'removed',
  'consentLinkExpired',
] as const;
export type AccountNotificationKind = (typeof ACCOUNT_NOTIFICATION_KINDS)[number];

/** `webhookDisabled` is told of the organization. */
export const NOTIFICATION_KINDS = [...ACCOUNT_NOTIFICATION_KINDS, 'webhookDisabled'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

const NOTIFICATION_TEXTS: Readonly<Record<AccountNotificationKind, string>> = {
  protected: '{service} protected.',
  attentionRequired: '{service} needs your attention.',
  recovered: '{service} is working again.',
  removed: 'The service account for {service} was removed.',
  consentLinkExpired: 'The consent link for {service} expired unused.',
};

/** What a notification of an account says, in English. */
export const notificationText = (kind: AccountNotificationKind, service: Service): string =>
  NOTIFICATION_TEXTS[kind].replace('{service}', SERVICES[service].name);

/** The same of the organization. */
export const WEBHOOK_DISABLED_TEXT =
  'A webhook was disabled, because its endpoint accepts no messages.';
