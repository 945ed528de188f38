/** The account as its workflow holds it, and how every change of it becomes visible. */
import {
  ApplicationFailure,
  condition,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type {
  AccountView,
  AttentionReason,
  ConsentStatus,
  RemovalStep,
} from '../domain/account.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { FailureType } from '../domain/failures.ts';
import { canMove, type ProvisioningState } from '../domain/provisioning.ts';
import {
  SEARCH_ATTRIBUTE_NAMES,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../domain/search-attributes.ts';
import { recordAccount } from './activity-proxies.ts';
import { currentDetails } from './current-details.ts';
import type { DecidedRemovals, SubmittedTargets } from './provision-exchange.messages.ts';
import type { Occasion } from './reading-options.ts';

/** Everything that outlives a continue-as-new. */
export interface AccountSnapshot {
  readonly view: AccountView;
  readonly targets: SubmittedTargets | null;
  /** Missing in snapshots of an older history. */
  readonly mailboxesUnknown?: boolean;
}

export class Account {
  view: AccountView;
  targets: SubmittedTargets | null;
  /** The attempt whose administrator was last judged fit and sent to the consent screen. */
  readonly sent: Record<ConsentKind, string | null> = { exchange: null, graph: null };
  /** When the latest click on a step expires, in milliseconds since the epoch. */
  readonly attemptExpiry: Record<ConsentKind, number | null> = { exchange: null, graph: null };
  /** A synchronization that was asked for, by a person or by the schedule. */
  wanted: Exclude<Occasion, 'first'> | null = null;
  /** An administrator's word on the removals for which a run is held, or is about to be. */
  decidedRemovals: Pick<DecidedRemovals, 'runId' | 'decision'> | null = null;
  /** Of which kind the mailboxes of the published directory are, was not asked yet. */
  mailboxesUnknown: boolean;
  checkRequests = 0;
  #shown: Record<SearchAttributeName, string | null> = NOTHING_SHOWN;
  #unrecorded: { revision: number; action: AuditAction }[] = [];

  constructor(snapshot: AccountSnapshot) {
    this.view = snapshot.view;
    this.targets = snapshot.targets;
    this.mailboxesUnknown = snapshot.mailboxesUnknown ?? false;
  }

  get state(): ProvisioningState {
    return this.view.state;
  }

  get snapshot(): AccountSnapshot {
    const { view, targets, mailboxesUnknown } = this;
    return { view, targets, mailboxesUnknown };
  }

  /** What activities are told about whom they act for. */
  get reference(): { accountId: string; organizationId: string } {
    return { accountId: this.view.accountId, organizationId: this.view.organizationId };
  }

  /**
   * The tenant that step 1 pinned.
   * @throws ApplicationFailure when there is none yet, which would be a defect of the story.
   */
  get tenantId(): string {
    return required(this.view.tenantId, 'tenant');
  }

  /**
   * The synchronization under way.
   * @throws ApplicationFailure when none was started.
   */
  get runId(): string {
    return required(this.view.runId, 'run');
  }

  /** Moves on. Staying where one is, is no move. */
  moveTo(
    state: ProvisioningState,
    attention: { reason: AttentionReason; message: string } | null = null,
  ): void {
    if (state === this.state) return;
    if (!canMove(this.state, state)) {
      throw ApplicationFailure.nonRetryable(`No move from ${this.state} to ${state}`, 'WrongState');
    }
    const stateSince = new Date().toISOString();
    this.change({ state, stateSince, attention }, `account.${state}`);
  }

  setConsent(
    kind: ConsentKind,
    status: Exclude<ConsentStatus, 'notStarted'>,
    more: { attemptId?: string; failure?: FailureType } = {},
  ): void {
    const consent = {
      status,
      attemptId: more.attemptId ?? this.view.consents[kind].attemptId,
      failure: more.failure ?? null,
      changedAt: new Date().toISOString(),
    };
    const consents = { ...this.view.consents, [kind]: consent };
    this.change({ consents }, `consent.${kind}.${status}`);
  }

  setRemovalStep(removalStep: RemovalStep): void {
    this.change({ removalStep }, `removal.${removalStep}`);
  }

  /** Applies a change and shows it to operators; the recorder brings it to the store. */
  change(change: Partial<AccountView>, action: AuditAction): void {
    const revision = this.view.revision + 1;
    this.view = { ...this.view, ...change, revision };
    this.#unrecorded.push({ revision, action });
    this.show();
  }

  /**
   * Brings changes to the store for as long as the workflow lives, one write at
   * a time: what changes during a write goes with the next one. Nothing else
   * waits for it, so the order of the story's commands never depends on it,
   * which a replay would not survive.
   */
  async keepRecorded(): Promise<never> {
    const { runId } = workflowInfo();
    for (;;) {
      await condition(() => this.#unrecorded.length > 0);
      const changes = [...this.#unrecorded];
      const summary = changes.map(({ action }) => action).join(', ');
      await recordAccount.executeWithOptions({ summary }, [
        { view: this.view, changes, correlationId: runId },
      ]);
      this.#unrecorded = this.#unrecorded.slice(changes.length);
    }
  }

  /** Whether the store knows everything. */
  get isRecorded(): boolean {
    return this.#unrecorded.length === 0;
  }

  /** Returns when the store knows everything. */
  recorded(): Promise<void> {
    return condition(() => this.isRecorded);
  }

  /** Search attributes and details as they stand; a search attribute is an event, so only what is new. */
  show(): void {
    const { state, organizationId, tenantId, method } = this.view;
    const values = {
      ProvisioningState: state,
      OrganizationId: organizationId,
      TenantId: tenantId,
      SyncMethod: method,
    };
    const changed = SEARCH_ATTRIBUTE_NAMES.filter((name) => values[name] !== this.#shown[name]);
    if (changed.length > 0) {
      upsertSearchAttributes(changed.map((name) => ({ key: key(name), value: values[name] })));
    }
    this.#shown = values;
    setCurrentDetails(currentDetails(this.view));
  }
}

const NOTHING_SHOWN = {
  ProvisioningState: null,
  OrganizationId: null,
  TenantId: null,
  SyncMethod: null,
};

const key = (name: SearchAttributeName) => defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]);

function required(value: string | null, name: string): string {
  if (value !== null) return value;
  throw ApplicationFailure.nonRetryable(`There is no ${name} yet`, 'WrongState');
}
