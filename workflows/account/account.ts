/** The account's state in its workflow, and the publication of every change. */
import {
  condition,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import {
  type AccountView,
  type ConsentStatus,
  consentView,
  type RemovalStep,
} from '../../domain/account.ts';
import type { Service } from '../../domain/services/services.ts';
import type { AuditAction, AuditedChange } from '../../domain/audit.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import type { FailureType } from '../../domain/failures.ts';
import { canMove, type ProvisioningState } from '../../domain/provisioning.ts';
import {
  SEARCH_ATTRIBUTE_NAMES,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../../domain/search-attributes.ts';
import { recordAccount } from '../activity-proxies.ts';
import { currentDetails } from './current-details.ts';

/** The state that is carried over by continue-as-new. */
export interface AccountSnapshot {
  readonly view: AccountView;
  /** What each feature keeps, by the name of its inbox. Missing for a new account. */
  readonly kept?: Readonly<Record<string, object>>;
}

export class Account {
  #view: AccountView;
  readonly #kept: Record<string, object>;
  /** Signals and accepted updates, in this history. */
  #messages = 0;
  readonly #firstRevision: number;
  #shown: Record<SearchAttributeName, string | null> = NOTHING_SHOWN;
  #unrecorded: AuditedChange[] = [];

  /** False in histories from before there were checks: they must replay as they happened. */
  readonly checksHealth: boolean;

  constructor(
    snapshot: AccountSnapshot,
    { checksHealth = false }: { checksHealth?: boolean } = {},
  ) {
    this.checksHealth = checksHealth;
    this.#view = snapshot.view;
    this.#firstRevision = snapshot.view.revision;
    this.#kept = { ...snapshot.kept };
  }

  /** What the inbox of this name keeps. Use `inbox`, which gives it a type. */
  kept(name: string, empty: () => object): object {
    return (this.#kept[name] ??= empty());
  }

  /** The organization's account may have been removed and provisioned again since a message was sent. */
  isAbout({ accountId }: { readonly accountId: string }): boolean {
    return accountId === this.view.accountId;
  }

  /** Counts a message. Each one makes the history longer, whatever it says. */
  received(): void {
    this.#messages += 1;
  }

  /**
   * Whether the account should continue in a new history. Counted here: the length that Temporal reports
   * differs between the first execution and a replay when a local activity lasts longer than a workflow task.
   */
  get hasLongHistory(): boolean {
    return this.view.revision - this.#firstRevision + this.#messages >= LONG_HISTORY;
  }

  get view(): AccountView {
    return this.#view;
  }

  get state(): ProvisioningState {
    return this.view.state;
  }

  get snapshot(): AccountSnapshot {
    return { view: this.view, kept: this.#kept };
  }

  /** Identifies the account to activities. */
  get reference(): { accountId: string; organizationId: string; service: Service } {
    const { accountId, organizationId, service } = this.view;
    return { accountId, organizationId, service };
  }

  /**
   * The tenant that the first consent bound.
   * @throws Error when there is none yet, which would be a bug of ours: the workflow task fails until a fix is deployed.
   */
  get tenantId(): string {
    return required(this.view.tenantId, 'tenant');
  }

  /**
   * The record id of the current synchronization.
   * @throws Error when none was started, likewise.
   */
  get runId(): string {
    return required(this.view.runId, 'run');
  }

  /**
   * Changes the state. Does nothing if the account is already in it.
   * @throws Error when the transition is not allowed, likewise.
   */
  moveTo(
    state: ProvisioningState,
    more: Partial<Pick<AccountView, 'attention' | 'consentStep'>> = {},
  ): void {
    const { attention = null, consentStep = null } = more;
    if (state === this.state && consentStep === this.view.consentStep) return;
    if (!canMove(this.state, state)) {
      throw new Error(`Transition from ${this.state} to ${state} is not allowed`);
    }
    const stateSince = new Date().toISOString();
    const protectedSince = this.#protectedSince(state, stateSince);
    const step = consentStep === null ? undefined : { kind: consentStep };
    const details = attention === null ? step : { reason: attention.reason };
    const change = { state, stateSince, protectedSince, attention, consentStep };
    this.change(change, `account.${state}`, details);
  }

  /** A synchronization of protected users does not end their protection. */
  #protectedSince(next: ProvisioningState, now: string): string | undefined {
    if (next === 'protected') return this.view.protectedSince ?? now;
    return next === 'synchronizing' ? this.view.protectedSince : undefined;
  }

  /** `action`: what the audit trail says, if the status alone would repeat what it said before. */
  setConsent(
    kind: ConsentKind,
    status: Exclude<ConsentStatus, 'notStarted'>,
    more: { attemptId?: string; failure?: FailureType; action?: 'sent' | 'unconfirmed' } = {},
  ): void {
    const consent = {
      status,
      attemptId: more.attemptId ?? consentView(this.view, kind).attemptId,
      failure: more.failure ?? null,
      changedAt: new Date().toISOString(),
    };
    const consents = { ...this.view.consents, [kind]: consent };
    this.change({ consents }, `consent.${more.action ?? status}`, { kind });
  }

  setRemovalStep(removalStep: RemovalStep): void {
    this.change({ removalStep, attention: null }, `removal.${removalStep}`);
  }

  /** Applies a change and shows it to operators. {@link keepRecorded} writes it to the store. */
  change(
    change: Partial<AccountView>,
    action: AuditAction,
    details?: AuditedChange['details'],
  ): void {
    this.note(change, action, details);
    this.show();
  }

  /** Applies a change that the next one shows: each showing is a history event. */
  note(
    change: Partial<AccountView>,
    action: AuditAction,
    details?: AuditedChange['details'],
  ): void {
    const revision = this.view.revision + 1;
    this.#view = { ...this.view, ...change, revision };
    this.#unrecorded.push({ revision, action, ...(details && { details }) });
  }

  /**
   * Writes changes to the store for the lifetime of the workflow, one write at a time.
   * Changes during a write are part of the next one. Runs independently of the main flow,
   * so that the order of its commands does not depend on these writes: replay would fail
   * otherwise.
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

  /** Applies a change that is neither recorded nor shown before the next one. */
  amend(change: Partial<AccountView>): void {
    this.#view = { ...this.view, ...change };
  }

  /** True if all changes have been written to the store. */
  get isRecorded(): boolean {
    return this.#unrecorded.length === 0;
  }

  /** Waits until all changes have been written to the store. */
  recorded(): Promise<void> {
    return condition(() => this.isRecorded);
  }

  /** Updates details and search attributes; only changed ones, because each update is a history event. */
  show(): void {
    const { state, service, consentStep, organizationId, tenantId, method, quarantine } = this.view;
    const values = {
      ProvisioningState: state,
      Service: service,
      ConsentStep: consentStep,
      OrganizationId: organizationId,
      TenantId: tenantId,
      SyncMethod: method,
      QuarantineAdapter: quarantine?.adapter ?? null,
    };
    const changed = SEARCH_ATTRIBUTE_NAMES.filter((name) => values[name] !== this.#shown[name]);
    if (changed.length > 0) {
      upsertSearchAttributes(changed.map((name) => ({ key: key(name), value: values[name] })));
    }
    this.#shown = values;
    setCurrentDetails(currentDetails(this.view));
  }
}

/** Changes and messages; some 2,000 events, or two months of nightly synchronizations. */
const LONG_HISTORY = 300;

const NOTHING_SHOWN = {
  ProvisioningState: null,
  Service: null,
  ConsentStep: null,
  OrganizationId: null,
  TenantId: null,
  SyncMethod: null,
  QuarantineAdapter: null,
};

const key = (name: SearchAttributeName) => defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]);

function required(value: string | null, name: string): string {
  if (value !== null) return value;
  throw new Error(`The account has no ${name} yet`);
}
