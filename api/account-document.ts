/** An account as the API shows it: the workflow's view, with what the store knows besides. */
import { z } from '@hono/zod-openapi';
import {
  ATTENTION_REASONS,
  CONSENT_STATUSES,
  METHODS,
  REMOVAL_STEPS,
  consentIsOpen,
  SERVICES,
} from '../domain/account.ts';
import type { AttentionReason, Service } from '../domain/account.ts';
import { CONSENT_KINDS, type ConsentKind, CONSENTS } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { PROVISIONING_STATES, STATE_SENTENCES } from '../domain/provisioning.ts';
import { unblockCommand } from '../microsoft/exchange.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway, CurrentView } from './account-gateway.ts';
import { scheduleSchema } from './schedule-document.ts';
import { describeRun, synchronizationSchema } from './synchronization-document.ts';

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
    viaLink: z.boolean().openapi({
      description: 'Whether somebody signed in for this step from a forwarded link.',
    }),
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
    link: z
      .object({ createdAt: instant, createdBy: z.string(), expiresAt: instant })
      .nullable()
      .openapi({ description: 'The link for a Global Administrator that may still be used.' }),
  })
  .openapi('Consent');

export const accountSchema = z
  .object({
    accountId: z.uuid(),
    service: z.enum(SERVICES),
    openedAt: instant,
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
    directory: z
      .object({ users: z.number().int(), groups: z.number().int(), publishedAt: instant })
      .nullable()
      .openapi({ description: 'What is published now, whatever a synchronization is reading.' }),
    schedule: scheduleSchema.nullable().openapi({
      description: 'When everybody is synchronized by itself, each day; null for never.',
    }),
    nextSynchronizationAt: instant.nullable(),
    removalStep: z.enum(REMOVAL_STEPS).nullable(),
    applications: z
      .object({ exchange: z.string(), graph: z.string() })
      .openapi({ description: 'Client ids of our application registrations.' }),
    workflowLink: z
      .string()
      .nullable()
      .openapi({ description: "Where operators see the account's workflow; administrators only." }),
    source: z.enum(['workflow', 'store']).openapi({
      description: '`store`: the state last stored, since no worker answers right now.',
    }),
  })
  .openapi('Account');
export type AccountDocument = z.infer<typeof accountSchema>;

/** What of an account is the same for every reader. */
export type SharedAccount = Omit<AccountDocument, 'workflowLink'>;

/** Reads accounts for the routes and the events. */
export function createAccountReader(dependencies: {
  gateway: AccountGateway;
  store: Store;
  applications: AccountDocument['applications'];
}) {
  const { gateway, store, applications } = dependencies;
  return {
    /** The open account, or null. */
    async read(service: Service, organizationId: string): Promise<SharedAccount | null> {
      const current = await gateway.view(service, organizationId);
      return current && describe(store, applications, current);
    },
  };
}
export type AccountReader = ReturnType<typeof createAccountReader>;

async function describe(
  store: Store,
  applications: AccountDocument['applications'],
  { view, source }: CurrentView,
): Promise<SharedAccount> {
  // Side by side: whoever watches waits for the sum otherwise.
  const [stored, consents, synchronization, directory] = await Promise.all([
    store.accounts.byId(view.accountId),
    describeConsents(store, view),
    view.runId ? describeRun(store, view.runId) : null,
    describeDirectory(store, view.accountId),
  ]);
  return {
    accountId: view.accountId,
    service: view.service,
    // An account that was opened a moment ago is not recorded yet.
    openedAt: stored?.openedAt.toISOString() ?? view.stateSince,
    state: view.state,
    stateSince: view.stateSince,
    sentence: STATE_SENTENCES[view.state],
    attention: view.attention && {
      ...view.attention,
      command:
        view.attention.reason === 'ewsBlocked' ? unblockCommand(applications.exchange) : null,
    },
    tenant: view.tenantId ? { id: view.tenantId, name: stored?.tenantName ?? null } : null,
    method: view.method,
    targetCount: view.targetCount,
    consents,
    synchronization,
    directory,
    schedule: view.schedule ?? null,
    nextSynchronizationAt: view.nextSynchronizationAt ?? null,
    removalStep: view.removalStep,
    applications,
    source,
  };
}

async function describeDirectory(
  store: Store,
  accountId: string,
): Promise<SharedAccount['directory']> {
  const published = await store.published.summary(accountId);
  return published && { ...published, publishedAt: published.publishedAt.toISOString() };
}

async function describeConsents(
  store: Store,
  view: CurrentView['view'],
): Promise<AccountDocument['consents']> {
  const byLink = store.consents.cameByLink(view.accountId);
  return Promise.all(CONSENT_KINDS.map((kind) => describeConsent(store, kind, view, byLink)));
}

async function describeConsent(
  store: Store,
  kind: ConsentKind,
  view: CurrentView['view'],
  cameByLink: Promise<readonly ConsentKind[]>,
): Promise<AccountDocument['consents'][number]> {
  const { status, attemptId, failure, changedAt } = view.consents[kind];
  const [byLink, attempt, check, link] = await Promise.all([
    cameByLink,
    attemptId ? store.consents.byId(attemptId) : null,
    store.consents.check(view.accountId, kind),
    consentIsOpen(view, kind) ? store.consentLinks.open(view.accountId, kind) : null,
  ]);
  const { resourceName, permissions } = CONSENTS[kind];
  return {
    kind,
    status,
    resource: resourceName,
    permissions: permissions.map(({ value, why }) => ({ value, why })),
    failure: failure && { code: failure, sentence: FAILURES[failure].sentence },
    administrator: attempt?.administrator_name ?? null,
    viaLink: byLink.includes(kind),
    changedAt,
    expiresAt:
      status === 'waitingForAdministrator' ? (attempt?.expires_at.toISOString() ?? null) : null,
    check: check && {
      checkedAt: check.checkedAt.toISOString(),
      nextCheckAt: check.nextCheckAt?.toISOString() ?? null,
      missing: [...check.missing],
      diagnosis: check.diagnosis,
    },
    link: link && {
      createdAt: link.created_at.toISOString(),
      createdBy: link.created_by_name,
      expiresAt: link.expires_at.toISOString(),
    },
  };
}
