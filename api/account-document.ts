/** An account as the API returns it: the workflow's view plus data from the store. */
import { z } from '@hono/zod-openapi';
import {
  ATTENTION_REASONS,
  CONSENT_STATUSES,
  METHODS,
  REMOVAL_STEPS,
  consentIsOpen,
  sentenceOf,
  SERVICES,
  turnsOf,
} from '../domain/account.ts';
import type { AttentionReason, Service } from '../domain/account.ts';
import { CONSENT_KINDS, type ConsentKind, CONSENTS } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { PROVISIONING_STATES } from '../domain/provisioning.ts';
import { TURNS } from '../domain/turns.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway, CurrentView } from './account-gateway.ts';
import {
  describeCanaryMailbox,
  describeQuarantine,
  quarantineSchema,
} from './quarantine-document.ts';
import { scheduleSchema } from './schedule-document.ts';
import { describeSynchronization, synchronizationSchema } from './synchronization-document.ts';

const instant = z.iso.datetime();

const consentSchema = z
  .object({
    kind: z.enum(CONSENT_KINDS),
    status: z.enum(CONSENT_STATUSES),
    resource: z.string(),
    permissions: z.array(z.object({ value: z.string(), why: z.string() })),
    failure: z
      .object({
        code: z.string(),
        sentence: z.string(),
        diagnosis: z
          .string()
          .nullable()
          .openapi({ description: "Microsoft's error number and text, in English." }),
      })
      .nullable(),
    administrator: z
      .string()
      .nullable()
      .openapi({ description: 'The person who last signed in for this step.' }),
    viaLink: z.boolean().openapi({
      description: 'Whether someone signed in for this step from a forwarded link.',
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
      .openapi({ description: 'The result of the last check at Microsoft.' }),
    link: z
      .object({ createdAt: instant, createdBy: z.string(), expiresAt: instant })
      .nullable()
      .openapi({ description: 'The link for a Global Administrator that can still be used.' }),
  })
  .openapi('Consent');

export const accountSchema = z
  .object({
    accountId: z.uuid(),
    service: z.enum(SERVICES),
    openedAt: instant,
    state: z.enum(PROVISIONING_STATES),
    stateSince: instant,
    consentStep: z.enum(CONSENT_KINDS).nullable().openapi({
      description: 'The consent that is awaited or verified; null in every other state.',
    }),
    protectedSince: instant.nullable().openapi({
      description: 'Since when the users are protected, whatever was synchronized since.',
    }),
    sentence: z.string(),
    attention: z
      .object({
        reason: z.enum(Object.keys(ATTENTION_REASONS) as [AttentionReason, ...AttentionReason[]]),
        message: z.string(),
        consent: z.enum(CONSENT_KINDS).nullable(),
        turns: z.array(z.enum(TURNS)).openapi({
          description:
            'Who can resolve it, the most likely one first; empty while no one needs to.',
        }),
      })
      .nullable(),
    tenant: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    method: z.enum(METHODS).nullable(),
    targetCount: z.number().int().nullable(),
    consents: z.array(consentSchema),
    quarantine: quarantineSchema.nullable(),
    canaryMailbox: z.string().nullable().openapi({
      description:
        'The mailbox that the organization named for the quarantine check; null for the default: of the administrator who consented, else of some user.',
    }),
    synchronization: synchronizationSchema.nullable(),
    directory: z
      .object({
        users: z.number().int().openapi({
          description: 'Known users: those with a mailbox, without one, and not known yet.',
        }),
        mailboxes: z.number().int().openapi({
          description:
            'Users with a mailbox: these are protected. An enabled Exchange plan is a mailbox; about other users with an address, Microsoft is asked.',
        }),
        withoutMailbox: z.number().int().openapi({ description: 'Users without a mailbox.' }),
        mailboxUnknown: z.number().int().openapi({
          description: 'Users about whose mailbox Microsoft has not answered yet.',
        }),
        groups: z.number().int(),
        sites: z.number().int(),
        publishedAt: instant,
      })
      .nullable()
      .openapi({ description: 'What is published now, independent of a running synchronization.' }),
    schedule: scheduleSchema.nullable().openapi({
      description:
        'The time at which all users are synchronized automatically each day; null for never.',
    }),
    nextSynchronizationAt: instant.nullable(),
    removalStep: z.enum(REMOVAL_STEPS).nullable(),
    applications: z
      .object({ exchange: z.string(), graph: z.string() })
      .openapi({ description: 'Client ids of our application registrations.' }),
    workflowLink: z
      .string()
      .nullable()
      .openapi({ description: "The account's workflow in Temporal's UI; administrators only." }),
    source: z.enum(['workflow', 'store']).openapi({
      description: '`store`: the last stored state, because no worker is answering.',
    }),
  })
  .openapi('Account');
export type AccountDocument = z.infer<typeof accountSchema>;

/** The part of an account that is the same for every reader. */
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
  // In parallel, because clients wait for the result.
  const [stored, consents, quarantine, canaryMailbox, synchronization, directory] =
    await Promise.all([
      store.accounts.byId(view.accountId),
      describeConsents(store, view),
      describeQuarantine(store, view),
      describeCanaryMailbox(store, view),
      view.runId ? describeSynchronization(store, view.runId) : null,
      describeDirectory(store, view.accountId),
    ]);
  return {
    accountId: view.accountId,
    service: view.service,
    // A newly opened account may not be recorded yet.
    openedAt: stored?.openedAt.toISOString() ?? view.stateSince,
    state: view.state,
    stateSince: view.stateSince,
    protectedSince: view.protectedSince ?? null,
    consentStep: view.consentStep,
    sentence: sentenceOf(view),
    attention: view.attention && {
      ...view.attention,
      turns: [...turnsOf({ ...view, quarantine })],
    },
    tenant: view.tenantId ? { id: view.tenantId, name: stored?.tenantName ?? null } : null,
    method: view.method,
    targetCount: view.targetCount,
    consents,
    quarantine,
    canaryMailbox,
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
  const byLink = store.consents.stepsUsedByLink(view.accountId);
  return Promise.all(CONSENT_KINDS.map((kind) => describeConsent(store, kind, view, byLink)));
}

async function describeConsent(
  store: Store,
  kind: ConsentKind,
  view: CurrentView['view'],
  stepsUsedByLink: Promise<readonly ConsentKind[]>,
): Promise<AccountDocument['consents'][number]> {
  const { status, attemptId, failure, changedAt } = view.consents[kind];
  const [byLink, attempt, check, link] = await Promise.all([
    stepsUsedByLink,
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
    failure: failure && {
      code: failure,
      sentence: FAILURES[failure].sentence,
      diagnosis: attempt?.diagnosis ?? null,
    },
    administrator: attempt?.administratorName ?? null,
    viaLink: byLink.includes(kind),
    changedAt,
    expiresAt:
      status === 'waitingForAdministrator' ? (attempt?.expiresAt.toISOString() ?? null) : null,
    check: check && {
      checkedAt: check.checkedAt.toISOString(),
      nextCheckAt: check.nextCheckAt?.toISOString() ?? null,
      missing: [...check.missing],
      diagnosis: check.diagnosis,
    },
    link: link && {
      createdAt: link.createdAt.toISOString(),
      createdBy: link.createdByName,
      expiresAt: link.expiresAt.toISOString(),
    },
  };
}
