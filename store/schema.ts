/** The tables, as Kysely sees them. Timestamps are `timestamptz`, ids are lower-case UUID text in our hands. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type {
  AccountView,
  AttentionReason,
  Method,
  NotificationKind,
  Service,
} from '../domain/account.ts';
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
  tenant_claims: {
    tenant_id: string;
    organization_id: string;
    account_id: string;
    tenant_name: string;
    claimed_at: Generated<Date>;
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
    /** Begun by a link, in a browser that need not know the console. */
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
    /** As people know the person; the audit trail knows the e-mail address. */
    created_by_name: string;
    created_by_email: string;
    created_at: Generated<Date>;
    expires_at: Instant;
    used_at: MaybeInstant;
    /** When a newer link of the step took its place. */
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
  sync_runs: {
    run_id: string;
    /** Its name in the staging tables. */
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
    publishing_at: MaybeInstant;
    ended_at: MaybeInstant;
    total_users: number | null;
    users: Counter;
    groups: Counter;
    memberships: Counter;
    pages: Counter;
    skipped: Counter;
    restarts: Counter;
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
    /** How users and groups are read: whole, or only what changed since the last run. */
    users_read: Generated<ReadMode>;
    groups_read: Generated<ReadMode>;
    /** Why something is read whole. */
    full_reason: FullReason | null;
    /** Requests to Microsoft, each item of a batch for one. */
    requests: Counter;
    resource_units: Counter;
    /** Answers by which Microsoft asked us to slow down. */
    throttled: Counter;
    /** Milliseconds during which the run waited for Microsoft to let it go on. */
    waited_ms: Counter;
    /** The first items that made no sense. */
    skipped_items: ColumnType<SkippedItem[], string | undefined, string>;
    /** Since when an administrator's word on its removals is awaited, and how many there would be. */
    held_at: MaybeInstant;
    held_users: number | null;
    held_groups: number | null;
    /** Set when an administrator allowed them. */
    removals_allowed: Generated<boolean>;
  };
  /** Checkpoints: a stream is read in shards, each of which goes on by itself. */
  sync_streams: {
    run_id: string;
    stream: SyncStream;
    shard: string;
    cursor: Json<unknown>;
    done: boolean;
    /** Items read so far, those that were left out included. */
    items: Counter;
  };
  /** Logs of what was read, in no order but that of `step`; the last word on an id counts. */
  staged_users: Staged<UserColumns> & { user_id: string };
  staged_groups: Staged<GroupColumns> & { group_id: string };
  staged_memberships: Staged<MembershipColumns> & { group_id: string; member_id: string };
  /** Memberships of users who were removed and may be restored. */
  parked_memberships: MembershipColumns & { account_id: string };
  /** Whom a held run would remove. */
  held_removals: {
    run_id: string;
    account_id: string;
    kind: 'user' | 'group';
    object_id: string;
    name: string | null;
    address: string | null;
  };
  /** What Microsoft said about mailboxes of users whose licences do not tell; null for none. */
  mailboxes: {
    account_id: string;
    user_id: string;
    kind: MailboxKind | null;
    asked_at: Instant;
  };
  directory_users: UserColumns & DerivedColumns & { account_id: string };
  directory_groups: GroupColumns & DerivedColumns & { account_id: string };
  directory_memberships: MembershipColumns & { account_id: string };
  directory_cursors: {
    account_id: string;
    stream: 'users' | 'groups';
    delta_link: string;
    taken_at: Instant;
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

/** Computed by the database. */
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
export type SyncPhase = 'users' | 'groups' | 'publishing' | 'done';
export const SYNC_OUTCOMES = ['running', 'published', 'cancelled', 'rejected'] as const;
/** `rejected`: an administrator did not want its removals. */
export type SyncOutcome = (typeof SYNC_OUTCOMES)[number];
export type ReadMode = 'full' | 'delta';
/**
 * `first`: nothing was read before. `tokenExpired`: Microsoft no longer knows
 * what it told us last. `skipped`: items were left out, of which changes alone
 * would not tell again.
 */
export type FullReason = 'first' | 'tokenExpired' | 'skipped';

/** What is read with a checkpoint of its own. */
export type SyncStream =
  | 'users'
  | 'userChanges'
  | 'groups'
  | 'memberships'
  | 'groupChanges'
  | 'targets';
