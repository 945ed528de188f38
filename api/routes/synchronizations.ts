/** The records of an account's synchronizations, and the decision on held removals. */
import { createRoute, z } from '@hono/zod-openapi';
import { ALREADY_DECIDED, ProvostError } from '../../domain/failures.ts';
import type { SyncRun } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { audit } from '../audit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { accountPath, responses, json, newRouter } from '../openapi.ts';
import { documentOf, synchronizationSchema } from '../synchronization-document.ts';
import { openAccount } from './open-account.ts';

const MAX_RUNS = 100;
const DEFAULT_RUNS = 20;
const MAX_REMOVALS = 200;
const DEFAULT_REMOVALS = 50;
/** PostgreSQL's largest integer. */
const MAX_OFFSET = 2 ** 31 - 1;

const runPath = accountPath.extend({ runId: z.guid().toLowerCase() });

const listRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/synchronizations',
  summary: 'Records of synchronizations, newest first',
  request: {
    params: accountPath,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MAX_RUNS).default(DEFAULT_RUNS),
      before: z.iso
        .datetime()
        // A year that PostgreSQL does not have.
        .regex(/^(?!0000)/)
        .optional()
        .openapi({ description: 'The `next` of the previous page; returns older ones.' }),
    }),
  },
  responses: responses(
    200,
    z.object({
      synchronizations: z.array(synchronizationSchema),
      next: z.iso.datetime().nullable(),
    }),
  ),
});

const readRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/synchronizations/{runId}',
  summary: 'The record of one synchronization',
  request: { params: runPath },
  responses: responses(200, synchronizationSchema),
});

const heldRemovalsRoute = createRoute({
  method: 'get',
  path: '/accounts/{service}/synchronizations/{runId}/held-removals',
  summary: 'What a held synchronization would remove',
  request: {
    params: runPath,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MAX_REMOVALS).default(DEFAULT_REMOVALS),
      offset: z.coerce.number().int().min(0).max(MAX_OFFSET).default(0),
    }),
  },
  responses: responses(
    200,
    z.object({
      total: z.number().int(),
      heldRemovals: z.array(
        z
          .object({
            kind: z.enum(['user', 'group', 'site']),
            id: z.string(),
            name: z.string().nullable(),
            address: z.string().nullable(),
          })
          .openapi('HeldRemoval'),
      ),
    }),
  ),
});

const DECISIONS = ['allow', 'reject'] as const;
type Decision = (typeof DECISIONS)[number];

const decideRoute = createRoute({
  method: 'post',
  path: '/accounts/{service}/synchronizations/{runId}/held-removals',
  summary: 'Allow or reject the removals of a held synchronization',
  request: { params: runPath, body: json(z.object({ decision: z.enum(DECISIONS) })) },
  responses: responses(202, z.object({ decision: z.enum(DECISIONS) })),
});

export function synchronizationRoutes({ gateway, store }: ApiDependencies) {
  return newRouter()
    .openapi(listRoute, async (c) => {
      const { organizationId, service } = c.req.valid('param');
      const { limit, before } = c.req.valid('query');
      const { accountId } = await openAccount(gateway, service, organizationId);
      const page = { limit: limit + 1, before: before ? new Date(before) : null };
      const runs = await store.runs.list(accountId, page);
      const synchronizations = runs.slice(0, limit).map(documentOf);
      const last = synchronizations.at(-1);
      const next = runs.length > limit && last ? last.startedAt : null;
      return c.json({ synchronizations, next }, 200);
    })

    .openapi(readRoute, async (c) => {
      const { organizationId, service, runId } = c.req.valid('param');
      const { accountId } = await openAccount(gateway, service, organizationId);
      return c.json(documentOf(await synchronizationOf(store, accountId, runId)), 200);
    })

    .openapi(heldRemovalsRoute, async (c) => {
      const { organizationId, service, runId } = c.req.valid('param');
      const { accountId } = await openAccount(gateway, service, organizationId);
      await synchronizationOf(store, accountId, runId);
      const { total, heldRemovals } = await store.runs.heldRemovals(runId, c.req.valid('query'));
      const shown = heldRemovals.map(({ objectId, ...removal }) => ({
        id: objectId,
        ...removal,
      }));
      return c.json({ total, heldRemovals: shown }, 200);
    })

    .openapi(decideRoute, async (c) => {
      const { organizationId, service, runId } = c.req.valid('param');
      const { decision } = c.req.valid('json');
      const view = await openAccount(gateway, service, organizationId);
      const run = await synchronizationOf(store, view.accountId, runId);
      requireUndecided(run, decision);
      const { held } = documentOf(run);
      if (!held || view.runId !== runId) {
        throw new ProvostError('WrongState', 'This synchronization is not waiting for a decision.');
      }
      const { users, groups, sites } = held;
      await audit(c, store, DECISION_ACTIONS[decision], view, { runId, users, groups, sites });
      const { accountId } = view;
      await gateway.decideRemovals(service, organizationId, { accountId, runId, decision });
      return c.json({ decision }, 202);
    });
}

const DECISION_ACTIONS = {
  allow: 'synchronization.allowHeldRemovals',
  reject: 'synchronization.rejectHeldRemovals',
} as const;

/** @throws ProvostError that says what was decided, if that was something else */
function requireUndecided(run: SyncRun, decision: Decision): void {
  const rejected = run.outcome === 'rejected' ? 'reject' : null;
  const made = run.heldRemovalsAllowed ? 'allow' : rejected;
  if (made !== null && made !== decision) throw new ProvostError(ALREADY_DECIDED[made]);
}

/** @throws ProvostError NotFound if the synchronization is missing or belongs to another account. */
async function synchronizationOf(
  { runs }: Store,
  accountId: string,
  runId: string,
): Promise<SyncRun> {
  const run = await runs.byId(runId);
  if (run?.accountId !== accountId) throw new ProvostError('NotFound');
  return run;
}
