/** An account as the API shows it: the workflow's view, with what the store knows besides. */
import { z } from '@hono/zod-openapi';
import {
  ATTENTION_REASONS,
  CONSENT_STATUSES,
  METHODS,
  REMOVAL_STEPS,
  SERVICES,
} from '../domain/account.ts';
import type { AttentionReason, Service } from '../domain/account.ts';
import { CONSENT_KINDS, type ConsentKind, CONSENTS } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { PROVISIONING_STATES, STATE_SENTENCES } from '../domain/provisioning.ts';
import { unblockCommand } from '../microsoft/exchange.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway, CurrentView } from './account-gateway.ts';

const instant = z.iso.datetime();

const consentSchema = z
  .object({
    kind: z.enum(CONSENT_KINDS),
    status: z.enum(CONSENT_STATUSES),
    resource: z.string(),
    permissions: z.array(z.object({ value: z.string(), why: z.string() })),
    failure: z.object({ code: z.string(), sentence: z.string() }).nullable(),
    administrator: z
      .string()
      .nullable()
      .openapi({ description: 'Who signed in last for this step.' }),
    changedAt: instant,
    expiresAt: instant.nullable(),
    check: z
      .object({
        checkedAt: instant,
        nextCheckAt: instant.nullable(),
        missing: z.array(z.string()),
        diagnosis: z.string().nullable(),
      })
      .nullable()
      .openapi({ description: 'What the last look at Microsoft showed.' }),
  })
  .openapi('Consent');

const synchronizationSchema = z
  .object({
    runId: z.uuid(),
    phase: z.enum(['users', 'groups', 'publishing', 'done']),
    outcome: z.enum(['running', 'published', 'cancelled', 'failed']),
    startedAt: instant,
    endedAt: instant.nullable(),
    totalUsers: z.number().int().nullable(),
    users: z.number().int(),
    groups: z.number().int(),
    memberships: z.number().int(),
    skipped: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    removed: z.number().int(),
    waiting: z.object({ until: instant, reason: z.string(), sentence: z.string() }).nullable(),
  })
  .openapi('Synchronization');

export const accountSchema = z
  .object({
    accountId: z.uuid(),
    service: z.enum(SERVICES),
    state: z.enum(PROVISIONING_STATES),
    stateSince: instant,
    sentence: z.string(),
    attention: z
      .object({
        reason: z.enum(Object.keys(ATTENTION_REASONS) as [AttentionReason, ...AttentionReason[]]),
        message: z.string(),
        command: z.string().nullable(),
      })
      .nullable(),
    tenant: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    method: z.enum(METHODS).nullable(),
    targetCount: z.number().int().nullable(),
    consents: z.array(consentSchema),
    synchronization: synchronizationSchema.nullable(),
    removalStep: z.enum(REMOVAL_STEPS).nullable(),
    source: z.enum(['workflow', 'store']).openapi({
      description: '`store`: the state last stored, since no worker answers right now.',
    }),
  })
  .openapi('Account');
export type AccountDocument = z.infer<typeof accountSchema>;

/** Reads accounts for the routes and the events. */
export function createAccountReader(dependencies: {
  gateway: AccountGateway;
  store: Store;
  exchangeClientId: string;
}) {
  const { gateway, store, exchangeClientId } = dependencies;
  return {
    /** The open account, or null. */
    async read(service: Service, organizationId: string): Promise<AccountDocument | null> {
      const current = await gateway.view(service, organizationId);
      return current && describe(store, exchangeClientId, current);
    },
  };
}
export type AccountReader = ReturnType<typeof createAccountReader>;

async function describe(
  store: Store,
  exchangeClientId: string,
  { view, source }: CurrentView,
): Promise<AccountDocument> {
  const stored = await store.accounts.byId(view.accountId);
  const consents = await Promise.all(
    CONSENT_KINDS.map((kind) => describeConsent(store, kind, view)),
  );
  return {
    accountId: view.accountId,
    service: view.service,
    state: view.state,
    stateSince: view.stateSince,
    sentence: STATE_SENTENCES[view.state],
    attention: view.attention && {
      ...view.attention,
      command: view.attention.reason === 'ewsBlocked' ? unblockCommand(exchangeClientId) : null,
    },
    tenant: view.tenantId ? { id: view.tenantId, name: stored?.tenantName ?? null } : null,
    method: view.method,
    targetCount: view.targetCount,
    consents,
    synchronization: view.runId ? await describeRun(store, view.runId) : null,
    removalStep: view.removalStep,
    source,
  };
}

async function describeConsent(
  store: Store,
  kind: ConsentKind,
  view: CurrentView['view'],
): Promise<AccountDocument['consents'][number]> {
  const { status, attemptId, failure, changedAt } = view.consents[kind];
  const attempt = attemptId ? await store.consents.byId(attemptId) : null;
  const check = await store.consents.check(view.accountId, kind);
  const { resourceName, permissions } = CONSENTS[kind];
  return {
    kind,
    status,
    resource: resourceName,
    permissions: permissions.map(({ value, why }) => ({ value, why })),
    failure: failure && { code: failure, sentence: FAILURES[failure].sentence },
    administrator: attempt?.administrator_name ?? null,
    changedAt,
    expiresAt:
      status === 'waitingForAdministrator' ? (attempt?.expires_at.toISOString() ?? null) : null,
    check: check && {
      checkedAt: check.checkedAt.toISOString(),
      nextCheckAt: check.nextCheckAt?.toISOString() ?? null,
      missing: [...check.missing],
      diagnosis: check.diagnosis,
    },
  };
}

async function describeRun(
  store: Store,
  runId: string,
): Promise<AccountDocument['synchronization']> {
  const run = await store.runs.byId(runId);
  if (!run) return null;
  const { phase, outcome, users, groups, memberships, skipped, added, changed, removed } = run;
  const { waiting_until: until, waiting_reason: reason } = run;
  return {
    runId,
    phase,
    outcome,
    startedAt: run.started_at.toISOString(),
    endedAt: run.ended_at?.toISOString() ?? null,
    totalUsers: run.total_users,
    users,
    groups,
    memberships,
    skipped,
    added,
    changed,
    removed,
    waiting:
      until && reason
        ? { until: until.toISOString(), reason, sentence: FAILURES[reason].sentence }
        : null,
  };
}
