/** The tables as Kysely sees them. Timestamps are `timestamptz`; we handle ids as lower-case UUID strings. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountView, AttentionReason, Method, NotificationKind } from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { MailboxKind, SkippedItem } from '../domain/directory.ts';
import type { FailureType } from '../domain/failures.ts';
import type { ProvisioningState } from '../domain/provisioning.ts';

type Json<T> = ColumnType<T, string, string>;
type Instant = ColumnType<Date, Date, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null, Date | null>;
type Counter = ColumnType<number, number | undefined, number>;

export interface Database {
  accounts: {
    account_id: string;
    organization_id: string;
    service: Service;
    state: ProvisioningState;
    revision: number;
    tenant_id: string | null;
    method: Method | null;
    view: Json<AccountView>;
    opened_at: Generated<Date>;
    updated_at: Instant;
    closed_at: MaybeInstant;
  };
  /** An organization's bond with its tenant. */
  connections: {
    organization_id: string;
    tenant_id: string;
    tenant_name: string;
    connected_at: Generated<Date>;
  };
  /** The accounts that hold a connection. The last one takes it along. */
  connection_holders: {
    account_id: string;
    organization_id: string;
    service: Service;
    /** Null until the account has claimed it. */
    method: ColumnType<Method | null, Method | null | undefined, Method>;
  };
  consent_attempts: {
    attempt_id: string;
    account_id: string;
    organization_id: string;
    service: Service;
    kind: ConsentKind;
    stage: AttemptStage;
    sign_in_state_hash: string;
    consent_state_hash: string | null;
    created_by: string;
    created_by_name: string;
    created_at: Generated<Date>;
    expires_at: Instant;
    tenant_id: string | null;
    administrator_id: string | null;
    administrator_name: string | null;
    failure: FailureType | null;
    /** Microsoft's number and text, if it did not complete the attempt. */
    diagnosis: string | null;
    /** Started from a link, perhaps by a person without access to the console. */
    via_link: Generated<boolean>;
  };
  consent_links: {
    link_id: string;
    account_id: string;
    organization_id: string;
    service: Service;
    kind: ConsentKind;
    secret_hash: string;
    created_by: string;
    /** The display name. The audit trail uses the e-mail address. */
    created_by_name: string;
    created_by_email: string;
    created_at: Generated<Date>;
    expires_at: Instant;
    used_at: MaybeInstant;
    /** When a newer link for the step replaced it. */
    void_at: MaybeInstant;
  };
  grant_checks: {
    account_id: string;
    kind: ConsentKind;
    checked_at: Instant;
    next_check_at: MaybeInstant;
    missing: Json<string[]>;
    diagnosis: string | null;
  };
  canary_mailboxes: { account_id: string; user_id: string; address: string };
  sync_runs: {
    run_id: string;
    /** Identifies the run in the staging tables. */
    number: GeneratedAlways<number>;
    account_id: string;
    organization_id: string;
    method: Method;
    phase: SyncPhase;
    outcome: SyncOutcome;
    fence: Counter;
    started_at: Generated<Date>;
    /** When each phase was first entered. */
    users_at: MaybeInstant;
    groups_at: MaybeInstant;
    sites_at: MaybeInstant;
    publishing_at: MaybeInstant;
    ended_at: MaybeInstant;
    total_users: number | null;
    users: Counter;
    groups: Counter;
    memberships: Counter;
    sites: Counter;
    /** Of a publication: users with a mailbox, and without one. The others are not known yet. */
    mailboxes: number | null;
    without_mailbox: number | null;
    pages: Counter;
    skipped: Counter;
    /** Of a publication: how many of the skipped items the next run asks for by id. */
    carried: Counter;
    restarts: Counter;
    /** The most items that were staged at one time. More of them are progress, the same ones again are not. */
    most_items: Counter;
    /** How often in a row Entra has issued no token with the permissions. */
    doubts: Counter;
    /** How often reading has failed for a reason that waiting does not fix, since the last progress. */
    failures: Counter;
    waiting_until: MaybeInstant;
    waiting_reason: FailureType | null;
    added: Counter;
    changed: Counter;
    removed: Counter;
    groups_added: Counter;
    groups_changed: Counter;
    groups_removed: Counter;
    memberships_added: Counter;
    memberships_removed: Counter;
    sites_added: Counter;
    sites_changed: Counter;
    sites_removed: Counter;
    /** In full, or only changes since the last run. Either users and groups are read, or sites; null for the others. */
    users_read: ReadMode | null;
    groups_read: ReadMode | null;
    sites_read: ReadMode | null;
    /** Why something is read in full. */
    full_reason: FullReason | null;
    /** Requests to Microsoft. Each item of a batch counts as one. */
    requests: Counter;
    resource_units: Counter;
    /** Responses by which Microsoft throttled us. */
    throttled: Counter;
    /** Milliseconds that the run waited before it could call Microsoft again. */
    waited_ms: Counter;
    /** The first items that could not be read, with the shards that they belong to. */
    skipped_items: ColumnType<SkippedItem[], string | undefined, string>;
    /** Since when the run has been held for an administrator's decision, and how many removals it has. */
    held_at: MaybeInstant;
    held_users: number | null;
    held_groups: number | null;
    held_sites: number | null;
    /** Set when an administrator allows the removals. */
    removals_allowed: Generated<boolean>;
  };
  /** Checkpoints: a stream is read in shards that progress independently. */
  sync_streams: {
    run_id: string;
    stream: SyncStream;
    shard: string;
    cursor: Json<unknown>;
    done: boolean;
    /** Items read so far, including skipped ones. */
    items: Counter;
    skipped: Counter;
  };
  /** Logs of what was read, ordered only by `step`. The row with the highest step per id counts. */
  staged_users: Staged<UserColumns> & { user_id: string };
  staged_groups: Staged<GroupColumns> & { group_id: string };
  staged_memberships: Staged<MembershipColumns> & { group_id: string; member_id: string };
  staged_sites: Staged<SiteColumns> & { site_id: string };
  /** Memberships of users who were removed and may be restored. */
  parked_memberships: MembershipColumns & { account_id: string };
  /** What a held run would remove. */
  held_removals: {
    run_id: string;
    account_id: string;
    kind: 'user' | 'group' | 'site';
    object_id: string;
    name: string | null;
    address: string | null;
  };
  /** Mailbox kinds reported by Microsoft for users whose licences do not determine them; null for no mailbox. */
  mailboxes: {
    account_id: string;
    user_id: string;
    kind: MailboxKind | null;
    /** An access policy hides the mailbox from us. */
    refused: Generated<boolean>;
    asked_at: Instant;
  };
  directory_users: UserColumns & DerivedColumns & { account_id: string };
  directory_groups: GroupColumns & DerivedColumns & { account_id: string };
  directory_memberships: MembershipColumns & { account_id: string };
  directory_sites: SiteColumns & DerivedColumns & { account_id: string };
  directory_cursors: {
    account_id: string;
    stream: ListStream;
    delta_link: string;
    taken_at: Instant;
    /** Changed items that the next run asks for by id. */
    carried: Json<unknown>;
  };
  notifications: {
    notification_id: string;
    organization_id: string;
    account_id: string;
    kind: NotificationKind;
    message: string;
    reason: AttentionReason | null;
    dedupe_key: string;
    created_at: Generated<Date>;
  };
  notification_reads: {
    notification_id: string;
    user_id: string;
    read_at: Generated<Date>;
  };
  audit_events: {
    event_id: Generated<number>;
    at: Generated<Date>;
    organization_id: string;
    account_id: string | null;
    tenant_id: string | null;
    actor_id: string | null;
    actor_name: string;
    action: string;
    correlation_id: string;
    details: Json<Record<string, unknown>>;
    dedupe_key: string | null;
  };
}

type Staged<Columns> = { [Column in keyof Columns]: Columns[Column] | null } & {
  /** `sync_runs.number`. */
  run: number;
  step: number;
  removed: boolean;
};

interface UserColumns {
  user_id: string;
  user_principal_name: string;
  display_name: string | null;
  mail: string | null;
  account_enabled: boolean;
  guest: boolean;
  mailbox: boolean;
  proxy_addresses: string[];
}

interface GroupColumns {
  group_id: string;
  display_name: string | null;
  mail: string | null;
}

interface SiteColumns {
  site_id: string;
  url: string;
  title: string | null;
  description: string | null;
  parent_id: string | null;
  /** Holds a user's OneDrive, even if nothing is known of the owner. */
  personal: boolean;
  owner_drive_id: string | null;
  owner_user_id: string | null;
  owner_display_name: string | null;
  owner_principal_name: string | null;
}

/** Generated columns. */
interface DerivedColumns {
  sort_key: GeneratedAlways<string>;
  search_text: GeneratedAlways<string>;
}

interface MembershipColumns {
  group_id: string;
  member_id: string;
  member_kind: 'user' | 'group';
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
