/** An account as the API returns it: the workflow's view plus data from the store. */
import { z } from '@hono/zod-openapi';
import {
  CONSENT_STATUSES,
  METHODS,
  REMOVAL_STEPS,
  consentIsOpen,
  consentView,
  sentenceOf,
} from '../domain/account.ts';
import { REASONS, turnsOf } from '../domain/reasons.ts';
import { type Service, SERVICE_IDS } from '../domain/services/services.ts';
import { CONSENT_KINDS, type ConsentKind, CONSENTS, consentsOf } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { MAIL_STATES } from '../domain/mails.ts';
import { PROVISIONING_STATES } from '../domain/provisioning.ts';
import { TURNS } from '../domain/turns.ts';
import type { ConsentLink } from '../store/consent-links.ts';
import type { Store } from '../store/store.ts';
import type { AccountGateway, CurrentView } from './account-gateway.ts';
import { describePendingTargets, pendingTargetSchema } from './pending-targets.ts';
import { type RequiredMethod, requiredMethodOf, requiredMethodSchema } from './required-method.ts';
import {
  describeCanaryMailbox,
  describeQuarantine,
  quarantineSchema,
} from './quarantine-document.ts';
import { describeHealth, healthSchema } from './health-document.ts';
import { scheduleSchema } from './schedule-document.ts';
import { describeSynchronization, synchronizationSchema } from './synchronization-document.ts';

const instant = z.iso.datetime();

const consentSchema = z
  .object({
    kind: z.enum(CONSENT_KINDS),
    status: z.enum(CONSENT_STATUSES),
    clientId: z.string().openapi({ description: 'The client id of our application registration.' }),
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
      .object({
        createdAt: instant,
        createdBy: z.string(),
        expiresAt: instant,
        mail: z
          .object({
            to: z.string().nullable().openapi({ description: 'Only administrators see it.' }),
            state: z.enum(MAIL_STATES),
            sentAt: instant.nullable(),
            remindedAt: instant.nullable(),
            failure: z.string().nullable().openapi({
              description: 'The code of why it could not be delivered.',
            }),
          })
          .nullable()
          .openapi({ description: 'Of a link that is sent by mail.' }),
      })
      .nullable()
      .openapi({ description: 'The link for a Global Administrator that can still be used.' }),
  })
  .openapi('Consent');

export const accountSchema = z
  .object({
    accountId: z.uuid(),
    service: z.enum(SERVICE_IDS),
    openedAt: instant,
    state: z.enum(PROVISIONING_STATES),
    stateSince: instant,
    consentStep: z.enum(CONSENT_KINDS).nullable().openapi({
      description: 'The consent that is awaited or verified; null in every other state.',
    }),
    protectedSince: instant.nullable().openapi({
      description: 'Since when its targets are protected, whatever was synchronized since.',
    }),
    sentence: z.string(),
    attention: z
      .object({
        reason: z.enum(REASONS),
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
    requiredMethod: requiredMethodSchema,
    targetCount: z.number().int().nullable(),
    pendingTargets: z.array(pendingTargetSchema).openapi({
      description: 'Selected users who have no OneDrive yet. It is protected when it appears.',
    }),
    licensed: z.boolean().nullable().openapi({
      description:
        'False if the tenant has no license for the service: the last synchronization found nothing there. What was published before stays published. Null if that is not known.',
    }),
    consents: z.array(consentSchema).openapi({
      description: 'Those of the service, in the order in which they are asked for.',
    }),
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
        sites: z.number().int().openapi({
          description:
            'Sites, which are protected. Of OneDrive: the personal sites that hold the drives of users.',
        }),
        publishedAt: instant,
      })
      .nullable()
      .openapi({ description: 'What is published now, independent of a running synchronization.' }),
    health: healthSchema.nullable(),
    schedule: scheduleSchema.nullable().openapi({
      description:
        'The time at which everything is synchronized automatically each day; null for never.',
    }),
    nextSynchronizationAt: instant.nullable(),
    removalStep: z.enum(REMOVAL_STEPS).nullable(),
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

/** A service as every reader sees it. */
export interface SharedService {
  readonly service: Service;
  readonly requiredMethod: RequiredMethod | null;
  readonly account: SharedAccount | null;
}

/** The client ids of our application registrations. */
export type ClientIds = Readonly<Record<ConsentKind, string>>;

interface AccountReaderDependencies {
  readonly gateway: AccountGateway;
  readonly store: Store;
  readonly clientIds: ClientIds;
}

/** Reads accounts for the routes and the events. */
export function createAccountReader(dependencies: AccountReaderDependencies) {
  const { gateway, store } = dependencies;
  /** The open account, or null. */
  async function read(service: Service, organizationId: string): Promise<SharedAccount | null> {
    const current = await gateway.view(service, organizationId);
    return current && describe(dependencies, current);
  }
  return {
    read,

    /** Every service, with its account and the method that it must use. */
    async list(organizationId: string): Promise<SharedService[]> {
      const connected = await store.connections.of(organizationId);
      const entry = async (service: Service): Promise<SharedService> => ({
        service,
        requiredMethod: requiredMethodOf(service, connected),
        account: await read(service, organizationId),
      });
      return Promise.all(SERVICE_IDS.map(entry));
    },
  };
}
export type AccountReader = ReturnType<typeof createAccountReader>;

async function describe(
  { store, clientIds }: AccountReaderDependencies,
  { view, source }: CurrentView,
): Promise<SharedAccount> {
  const { accountId, organizationId, service } = view;
  // In parallel, because clients wait for the result.
  const [stored, connected, consents, quarantine, canaryMailbox] = await Promise.all([
    store.accounts.byId(accountId),
    store.connections.of(organizationId),
    describeConsents(store, clientIds, view),
    describeQuarantine(store, view),
    describeCanaryMailbox(store, view),
  ]);
  const [synchronization, directory, pendingTargets, health] = await Promise.all([
    view.runId ? describeSynchronization(store, view.runId) : null,
    describeDirectory(store, accountId),
    describePendingTargets(store, view),
    store.health.of(accountId),
  ]);
  return {
    accountId,
    service,
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
    requiredMethod: requiredMethodOf(service, connected),
    targetCount: view.targetCount,
    pendingTargets,
    licensed: view.licensed ?? null,
    consents,
    quarantine,
    canaryMailbox,
    synchronization,
    directory,
    health: health && describeHealth(health),
    schedule: view.schedule ?? null,
    nextSynchronizationAt: view.nextSynchronizationAt ?? null,
    removalStep: view.removalStep,
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
  clientIds: ClientIds,
  view: CurrentView['view'],
): Promise<AccountDocument['consents']> {
  const byLink = store.consents.stepsUsedByLink(view.accountId);
  return Promise.all(
    consentsOf(view.service).map(async (kind) => ({
      clientId: clientIds[kind],
      ...(await describeConsent(store, kind, view, byLink)),
    })),
  );
}

async function describeConsent(
  store: Store,
  kind: ConsentKind,
  view: CurrentView['view'],
  stepsUsedByLink: Promise<readonly ConsentKind[]>,
): Promise<Omit<AccountDocument['consents'][number], 'clientId'>> {
  const { status, attemptId, failure, changedAt } = consentView(view, kind);
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
      mail: await describeLinkMail(store, link),
    },
  };
}

async function describeLinkMail(
  store: Store,
  link: ConsentLink,
): Promise<NonNullable<AccountDocument['consents'][number]['link']>['mail']> {
  if (link.mailedAt === null) return null;
  // It is queued by the link's workflow, a moment after the link was made.
  const mail = await store.mails.ofLink(link.linkId, 'consentLink');
  const { state, endedAt, failure } = mail ?? { state: 'queued', endedAt: null, failure: null };
  return {
    to: link.mailAddress,
    state,
    sentAt: state === 'sent' ? (endedAt?.toISOString() ?? null) : null,
    remindedAt: link.remindedAt?.toISOString() ?? null,
    failure,
  };
}
