/** The tables as Kysely sees them. Timestamps are `timestamptz`; we handle ids as lower-case UUID strings. */
import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely';
import type { AccountView, Method, NotificationKind } from '../domain/account.ts';
import type { AttentionReason } from '../domain/reasons.ts';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { MailboxKind, SkippedItem } from '../domain/directory.ts';
import type { EventData, EventType } from '../domain/events.ts';
import type { FailureType } from '../domain/failures.ts';
import type { HealthLook, HealthState } from '../domain/health.ts';
import type { OperatorAlertKind } from '../domain/operator-alerts.ts';
import type { Language } from '../domain/languages.ts';
import type { MailKind, MailState, PersonalMailKind } from '../domain/mails.ts';
import type { ProvisioningState } from '../domain/provisioning.ts';
import type {
  WebhookAlgorithm,
  WebhookDeliveryState,
  WebhookDisabling,
  WebhookFailure,
  WebhookOrigin,
} from '../domain/webhooks.ts';

type Json<T> = ColumnType<T, string, string>;
type Instant = ColumnType<Date, Date, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null, Date | null>;
type Counter = ColumnType<number, number | undefined, number>;

export interface Database {
  accounts: {
    accountId: string;
    organizationId: string;
    service: Service;
    state: ProvisioningState;
    revision: number;
    tenantId: string | null;
    method: Method | null;
    view: Json<AccountView>;
    openedAt: Generated<Date>;
    updatedAt: Instant;
    closedAt: MaybeInstant;
  };
  /** An organization's bond with its tenant. */
  connections: {
    organizationId: string;
    tenantId: string;
    tenantName: string;
    connectedAt: Generated<Date>;
  };
  /** The accounts that hold a connection. The last one takes it along. */
  connectionHolders: {
    accountId: string;
    organizationId: string;
    service: Service;
    /** Null until the account has claimed it. */
    method: ColumnType<Method | null, Method | null | undefined, Method>;
  };
  /** The last health check of each account. */
  accountHealth: {
    accountId: string;
    organizationId: string;
    state: HealthState;
    since: Instant;
    /** Null before the first check. */
    checkedAt: MaybeInstant;
    nextCheckAt: MaybeInstant;
    looks: Json<readonly HealthLook[]>;
    finding: string | null;
    /** How many checks in a row have found it. */
    findingLooks: number;
    /** How often one had been requested. */
    requests: number;
  };
  operatorAlerts: {
    alertId: string;
    kind: OperatorAlertKind;
    subject: string;
    openedAt: Instant;
    closedAt: MaybeInstant;
  };
  events: {
    eventId: string;
    organizationId: string;
    accountId: string;
    type: EventType;
    data: Json<EventData>;
    occurredAt: Instant;
    dedupeKey: string;
  };
  consentAttempts: {
    attemptId: string;
    accountId: string;
    organizationId: string;
    service: Service;
    kind: ConsentKind;
    stage: AttemptStage;
    signInStateHash: string;
    consentStateHash: string | null;
    createdBy: string;
    createdByName: string;
    createdAt: Generated<Date>;
    expiresAt: Instant;
    tenantId: string | null;
    administratorId: string | null;
    administratorName: string | null;
    failure: FailureType | null;
    /** Microsoft's number and text, if it did not complete the attempt. */
    diagnosis: string | null;
    /** Started from a link, perhaps by a person without access to the console. */
    viaLink: Generated<boolean>;
  };
  consentLinks: {
    linkId: string;
    accountId: string;
    organizationId: string;
    service: Service;
    kind: ConsentKind;
    secretHash: string;
    createdBy: string;
    /** The display name. The audit trail uses the e-mail address. */
    createdByName: string;
    createdByEmail: string;
    createdAt: Generated<Date>;
    expiresAt: Instant;
    usedAt: MaybeInstant;
    /** When a newer link for the step replaced it, or somebody revoked it. */
    voidAt: MaybeInstant;
    /** Of a link that is sent by mail: to whom, until the link ends. */
    mailAddress: ColumnType<string | null, string | null | undefined, string | null>;
    mailLanguage: ColumnType<Language | null, Language | null | undefined, Language | null>;
    mailedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
    remindedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
    /** When the recipient asked for no further mails. */
    mutedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  mails: {
    mailId: string;
    organizationId: string;
    kind: MailKind;
    /** The console user that it goes to; null if it goes to whom a consent link was sent. */
    userId: string | null;
    eventId: string | null;
    linkId: string | null;
    state: Generated<MailState>;
    /** Set before the first attempt. A repeated one has the same. */
    messageId: ColumnType<string | null, string | null | undefined, string>;
    attempts: Counter;
    failure: ColumnType<FailureType | null, FailureType | null | undefined, FailureType | null>;
    createdAt: Generated<Date>;
    endedAt: ColumnType<Date | null, Date | null | undefined, Date>;
  };
  /** What people chose. Without a row, the default of their role counts. */
  mailPreferences: {
    userId: string;
    organizationId: string;
    kind: PersonalMailKind;
    wanted: boolean;
  };
  consoleLanguages: { userId: string; language: Language };
  grantChecks: {
    accountId: string;
    kind: ConsentKind;
    checkedAt: Instant;
    nextCheckAt: MaybeInstant;
    missing: Json<string[]>;
    diagnosis: string | null;
  };
  /** Also of selected users who may have no OneDrive yet, see `canary-mailboxes.ts`. */
  canaryMailboxes: { accountId: string; userId: string; address: string };
  syncRuns: {
    runId: string;
    /** Identifies the run in the staging tables. */
    number: GeneratedAlways<number>;
    accountId: string;
    organizationId: string;
    method: Method;
    phase: SyncPhase;
    outcome: SyncOutcome;
    fence: Counter;
    startedAt: Generated<Date>;
    /** When each phase was first entered. */
    usersAt: MaybeInstant;
    groupsAt: MaybeInstant;
    sitesAt: MaybeInstant;
    publishingAt: MaybeInstant;
    endedAt: MaybeInstant;
    totalUsers: number | null;
    users: Counter;
    groups: Counter;
    memberships: Counter;
    sites: Counter;
    /** Of a publication: users with a mailbox, and without one. The others are not known yet. */
    mailboxes: number | null;
    withoutMailbox: number | null;
    pages: Counter;
    skipped: Counter;
    /** Of a publication: how many of the skipped items the next run asks for by id. */
    carried: Counter;
    restarts: Counter;
    /** The most items that were staged at one time. More of them are progress, the same ones again are not. */
    mostItems: Counter;
    /** How often in a row Entra has issued no token with the permissions. */
    doubts: Counter;
    /** How often reading has failed for a reason that waiting does not fix, since the last progress. */
    failures: Counter;
    waitingUntil: MaybeInstant;
    waitingReason: FailureType | null;
    added: Counter;
    changed: Counter;
    removed: Counter;
    groupsAdded: Counter;
    groupsChanged: Counter;
    groupsRemoved: Counter;
    membershipsAdded: Counter;
    membershipsRemoved: Counter;
    sitesAdded: Counter;
    sitesChanged: Counter;
    sitesRemoved: Counter;
    /** In full, or only changes since the last run. Either users and groups are read, or sites; null for the others. */
    usersRead: ReadMode | null;
    groupsRead: ReadMode | null;
    sitesRead: ReadMode | null;
    /** Why something is read in full. */
    fullReason: FullReason | null;
    /** Whether the tenant has a license for the service. Without one, nothing is read and nothing removed. */
    licensed: Generated<boolean>;
    /** Requests to Microsoft. Each item of a batch counts as one. */
    requests: Counter;
    resourceUnits: Counter;
    /** Responses by which Microsoft throttled us. */
    throttled: Counter;
    /** Milliseconds that the run waited before it could call Microsoft again. */
    waitedMs: Counter;
    /** The first items that could not be read, with the shards that they belong to. */
    skippedItems: ColumnType<SkippedItem[], string | undefined, string>;
    /** Since when the run has been held for an administrator's decision, and how much it would remove. */
    heldAt: MaybeInstant;
    heldUsers: number | null;
    heldGroups: number | null;
    heldSites: number | null;
    /** Set when an administrator allows the held removals. */
    heldRemovalsAllowed: Generated<boolean>;
  };
  /** Checkpoints: a stream is read in shards that progress independently. */
  syncStreams: {
    runId: string;
    stream: SyncStream;
    shard: string;
    cursor: Json<unknown>;
    done: boolean;
    /** Items read so far, including skipped ones. */
    items: Counter;
    skipped: Counter;
  };
  /** Logs of what was read, ordered only by `step`. The row with the highest step per id counts. */
  stagedUsers: Staged<UserColumns> & { userId: string };
  stagedGroups: Staged<GroupColumns> & { groupId: string };
  stagedMemberships: Staged<MembershipColumns> & { groupId: string; memberId: string };
  stagedSites: Staged<SiteColumns> & { siteId: string };
  /** Memberships of users who were removed and may be restored. */
  parkedMemberships: MembershipColumns & { accountId: string };
  /** What a held run would remove. */
  heldRemovals: {
    runId: string;
    accountId: string;
    kind: 'user' | 'group' | 'site';
    objectId: string;
    name: string | null;
    address: string | null;
  };
  /** Mailbox kinds reported by Microsoft for users whose licences do not determine them; null for no mailbox. */
  mailboxes: {
    accountId: string;
    userId: string;
    kind: MailboxKind | null;
    /** An access policy hides the mailbox from us. */
    refused: Generated<boolean>;
    askedAt: Instant;
  };
  directoryUsers: UserColumns & DerivedColumns & { accountId: string };
  directoryGroups: GroupColumns & DerivedColumns & { accountId: string };
  directoryMemberships: MembershipColumns & { accountId: string };
  directorySites: SiteColumns & DerivedColumns & { accountId: string };
  directoryCursors: {
    accountId: string;
    stream: ListStream;
    deltaLink: string;
    takenAt: Instant;
    /** Changed items that the next run asks for by id. */
    carried: Json<unknown>;
  };
  notifications: {
    notificationId: string;
    organizationId: string;
    /** Null if it is about the organization, not an account. */
    accountId: string | null;
    kind: NotificationKind;
    message: string;
    reason: AttentionReason | null;
    dedupeKey: string;
    createdAt: Generated<Date>;
  };
  notificationReads: {
    notificationId: string;
    userId: string;
    readAt: Generated<Date>;
  };
  /** Where an organization gets events. Keys are encrypted (`delivery/signing-keys.ts`). */
  webhookEndpoints: {
    endpointId: string;
    organizationId: string;
    url: string;
    types: Json<EventType[]>;
    algorithm: WebhookAlgorithm;
    signingKey: string;
    /** Of ed25519. */
    publicKey: string | null;
    /** Signs, too, until `previousUntil`. */
    previousKey: string | null;
    previousUntil: MaybeInstant;
    /** Both are null while it is enabled. */
    disabledAt: MaybeInstant;
    disabledBecause: WebhookDisabling | null;
    createdBy: string;
    createdAt: Generated<Date>;
  };
  /** An event on its way to an endpoint. Bodies contain ids, no names. */
  webhookDeliveries: {
    deliveryId: string;
    endpointId: string;
    organizationId: string;
    eventId: string;
    type: EventType;
    body: string;
    origin: WebhookOrigin;
    state: Generated<WebhookDeliveryState>;
    createdAt: Instant;
    endedAt: MaybeInstant;
  };
  webhookAttempts: {
    deliveryId: string;
    attempt: number;
    at: Instant;
    /** Without the signatures. */
    requestHeaders: Json<Record<string, string>>;
    status: number | null;
    /** Its beginning. */
    answer: string | null;
    milliseconds: number;
    failure: WebhookFailure | null;
    nextAt: MaybeInstant;
  };
  auditEvents: {
    eventId: Generated<number>;
    at: Generated<Date>;
    organizationId: string;
    accountId: string | null;
    tenantId: string | null;
    actorId: string | null;
    actorName: string;
    action: string;
    correlationId: string;
    details: Json<Record<string, unknown>>;
    dedupeKey: string | null;
  };
}

/** A synchronization run. */
export type SyncRun = Selectable<Database['syncRuns']>;

type Staged<Columns> = { [Column in keyof Columns]: Columns[Column] | null } & {
  /** `sync_runs.number`. */
  run: number;
  step: number;
  removed: boolean;
};

interface UserColumns {
  userId: string;
  userPrincipalName: string;
  displayName: string | null;
  mail: string | null;
  accountEnabled: boolean;
  guest: boolean;
  mailbox: boolean;
  proxyAddresses: string[];
}

interface GroupColumns {
  groupId: string;
  displayName: string | null;
  mail: string | null;
}

interface SiteColumns {
  siteId: string;
  url: string;
  title: string | null;
  description: string | null;
  parentId: string | null;
  /** Holds a user's OneDrive, even if nothing is known of the owner. */
  personal: boolean;
  ownerDriveId: string | null;
  ownerUserId: string | null;
  ownerDisplayName: string | null;
  ownerPrincipalName: string | null;
}

/** Generated columns. */
interface DerivedColumns {
  sortKey: GeneratedAlways<string>;
  searchText: GeneratedAlways<string>;
}

interface MembershipColumns {
  groupId: string;
  memberId: string;
  memberKind: 'user' | 'group';
}

export type AttemptStage = 'signIn' | 'signedIn' | 'consent' | 'returned' | 'failed';
export type SyncPhase = 'users' | 'groups' | 'sites' | 'publishing' | 'done';
export const SYNC_OUTCOMES = ['running', 'published', 'cancelled', 'rejected'] as const;
/** `rejected`: an administrator rejected the removals. */
export type SyncOutcome = (typeof SYNC_OUTCOMES)[number];
export type ReadMode = 'full' | 'delta';
/**
 * `first`: nothing was read before. `tokenExpired`: the delta token has expired.
 * `linkRefused`: Microsoft refused a link to changes. `skipped`: items were skipped that delta would
 * not report again. `manyMissing`: more changed items could not be read than are asked for by id.
 * `retried`: an administrator tried again after a failure.
 */
export const FULL_REASONS = [
  'first',
  'tokenExpired',
  'linkRefused',
  'skipped',
  'manyMissing',
  'retried',
] as const;
export type FullReason = (typeof FULL_REASONS)[number];

/** Lists, whose changes are read, too. */
export type ListStream = 'users' | 'groups' | 'sites';

/** What is read with its own checkpoints. */
export type SyncStream =
  | ListStream
  | 'userChanges'
  | 'memberships'
  | 'groupChanges'
  | 'siteChanges'
  | 'targets';
