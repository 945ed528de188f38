/** A synchronization as the API shows it. */
import { z } from '@hono/zod-openapi';
import { FAILURES } from '../domain/failures.ts';
import { phasesOf, RUN_PHASES } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

const instant = z.iso.datetime();

export const synchronizationSchema = z
  .object({
    runId: z.uuid(),
    phase: z.enum(['users', 'groups', 'publishing', 'done']),
    phases: z.array(
      z.object({ phase: z.enum(RUN_PHASES), startedAt: instant, endedAt: instant.nullable() }),
    ),
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
export type SynchronizationDocument = z.infer<typeof synchronizationSchema>;

/** The run, or null while it has not begun to be read. */
export async function describeRun(
  store: Store,
  runId: string,
): Promise<SynchronizationDocument | null> {
  const run = await store.runs.byId(runId);
  if (!run) return null;
  const { phase, outcome, users, groups, memberships, skipped, added, changed, removed } = run;
  const { waiting_until: until, waiting_reason: reason } = run;
  return {
    runId,
    phase,
    phases: phasesOf(run).map(({ startedAt, endedAt, ...entry }) => ({
      ...entry,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
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
