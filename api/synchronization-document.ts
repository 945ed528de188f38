/** A synchronization as the API returns it. */
import { z } from '@hono/zod-openapi';
import { METHODS } from '../domain/account.ts';
import { FAILURES } from '../domain/failures.ts';
import { phasesOf, RUN_PHASES } from '../store/runs/phases.ts';
import { FULL_REASONS, SYNC_OUTCOMES, type SyncRun } from '../store/schema.ts';
import { mailboxesOf } from '../store/published.ts';
import type { Store } from '../store/store.ts';

const instant = z.iso.datetime();
const count = z.number().int();

const readMode = z.enum(['full', 'delta']).openapi({
  description:
    '`full`: everything was read. `delta`: only changes since the last synchronization. Either users and groups are read, or sites; null for the others.',
});

const skippedItemSchema = z.object({
  kind: z.enum(['user', 'group', 'member', 'members', 'site']),
  id: z.string().nullable(),
  properties: z.array(z.string()),
  code: z
    .string()
    .optional()
    .openapi({ description: 'Microsoft’s error code, if it refused the item.' }),
});

const heldSchema = z.object({ since: instant, users: count, groups: count, sites: count });

const mailboxCount = (description: string) =>
  count.nullable().openapi({ description: `${description} Null if nothing was published.` });

const counters = {
  users: count,
  groups: count,
  memberships: count,
  sites: count,
  added: count,
  changed: count,
  removed: count,
  groupsAdded: count,
  groupsChanged: count,
  groupsRemoved: count,
  membershipsAdded: count,
  membershipsRemoved: count,
  sitesAdded: count,
  sitesChanged: count,
  sitesRemoved: count,
  pages: count,
  requests: count.openapi({
    description: 'Requests to Microsoft; each part of a batch counts as one.',
  }),
  resourceUnits: count.openapi({
    description: "The cost of the requests in Microsoft's resource units.",
  }),
  throttled: count.openapi({ description: 'Responses by which Microsoft throttled us.' }),
  waitedMs: count.openapi({
    description: 'Milliseconds that it waited before it could call Microsoft again.',
  }),
  skipped: count,
} as const;

export const synchronizationSchema = z
  .object({
    runId: z.uuid(),
    method: z.enum(METHODS),
    phase: z.enum(['users', 'groups', 'sites', 'publishing', 'done']),
    phases: z.array(
      z.object({ phase: z.enum(RUN_PHASES), startedAt: instant, endedAt: instant.nullable() }),
    ),
    outcome: z.enum(SYNC_OUTCOMES).openapi({
      description: '`rejected`: an administrator rejected the removals.',
    }),
    startedAt: instant,
    endedAt: instant.nullable(),
    usersRead: readMode.nullable(),
    groupsRead: readMode.nullable(),
    sitesRead: readMode.nullable(),
    fullReason: z.enum(FULL_REASONS).nullable().openapi({
      description: 'Why something was read in full.',
    }),
    totalUsers: count.nullable(),
    ...counters,
    mailboxes: mailboxCount('Published users with a mailbox.'),
    withoutMailbox: mailboxCount('Published users without a mailbox.'),
    mailboxUnknown: mailboxCount('Published users about whom Microsoft had not answered.'),
    skippedItems: z.array(skippedItemSchema).openapi({
      description: 'The first skipped items, with the properties that could not be read.',
    }),
    held: heldSchema.nullable().openapi({
      description: 'How many it would remove, while it waits for an administrator to decide.',
    }),
    waiting: z.object({ until: instant, reason: z.string(), sentence: z.string() }).nullable(),
  })
  .openapi('Synchronization');
export type SynchronizationDocument = z.infer<typeof synchronizationSchema>;

/** The synchronization, or null if it has not started. */
export async function describeSynchronization(
  store: Store,
  runId: string,
): Promise<SynchronizationDocument | null> {
  const run = await store.runs.byId(runId);
  return run && documentOf(run);
}

/** A stored synchronization as a document. */
export function documentOf(run: SyncRun): SynchronizationDocument {
  return {
    runId: run.runId,
    method: run.method,
    phase: run.phase,
    phases: phasesOf(run).map(({ startedAt, endedAt, ...entry }) => ({
      ...entry,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
    outcome: run.outcome,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    usersRead: run.usersRead,
    groupsRead: run.groupsRead,
    sitesRead: run.sitesRead,
    fullReason: run.fullReason,
    totalUsers: run.totalUsers,
    ...countersOf(run),
    ...(run.mailboxes === null ? NOT_COUNTED : mailboxesOf(run)),
    skippedItems: run.skippedItems.map(({ kind, id, properties, code }) => ({
      kind,
      id,
      properties: [...properties],
      ...(code !== undefined && { code }),
    })),
    held: heldOf(run),
    waiting: waitingOf(run),
  };
}

const NOT_COUNTED = { mailboxes: null, withoutMailbox: null, mailboxUnknown: null };

function countersOf(run: SyncRun): Record<keyof typeof counters, number> {
  const { users, groups, memberships, sites } = run;
  const { added, changed, removed, groupsAdded, groupsChanged, groupsRemoved } = run;
  const { membershipsAdded, membershipsRemoved, sitesAdded, sitesChanged, sitesRemoved } = run;
  const { pages, requests, resourceUnits, throttled, waitedMs, skipped } = run;
  return {
    users,
    groups,
    memberships,
    sites,
    added,
    changed,
    removed,
    groupsAdded,
    groupsChanged,
    groupsRemoved,
    membershipsAdded,
    membershipsRemoved,
    sitesAdded,
    sitesChanged,
    sitesRemoved,
    pages,
    requests,
    resourceUnits,
    throttled,
    waitedMs,
    skipped,
  };
}

/** Null after an administrator has decided, whatever the decision. */
function heldOf(run: SyncRun): SynchronizationDocument['held'] {
  const { heldAt: since, heldUsers: users, heldGroups: groups, heldSites: sites } = run;
  const open = run.outcome === 'running' && !run.heldRemovalsAllowed;
  if (!since || !open) return null;
  return { since: since.toISOString(), users: users ?? 0, groups: groups ?? 0, sites: sites ?? 0 };
}

function waitingOf(run: SyncRun): SynchronizationDocument['waiting'] {
  const { waitingUntil: until, waitingReason: reason } = run;
  if (!until || !reason) return null;
  return { until: until.toISOString(), reason, sentence: FAILURES[reason].sentence };
}
