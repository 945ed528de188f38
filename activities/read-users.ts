import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';
import { MAX_PAGES } from '../domain/limits.ts';
import type { Graph } from '../microsoft/graph.ts';
import type { Lease } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Run } from './directory.ts';
import { progressed } from './reading.ts';
import { restartingWhenExpired } from './restart.ts';

/** What a reader works with. */
export interface Reader {
  readonly store: Store;
  readonly graph: Graph;
  readonly run: Run;
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

/** Where a list stands: in its pages, or in what changed since it was begun. */
export const listCursorSchema = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('list'),
    next: z.string().nullable(),
    pages: z.number(),
    delta: z.string(),
  }),
  z.object({ phase: z.literal('catchUp'), link: z.string(), pages: z.number() }),
]);
export type ListCursor = z.infer<typeof listCursorSchema>;

/**
 * Stages every user. A delta token is taken before the list is begun, and what
 * changed while it was read is fetched from there, so that the staged directory
 * is a true one.
 */
export async function readUsers(reader: Reader): Promise<void> {
  const { store, run } = reader;
  await restartingWhenExpired(reader, ['users'], async () => {
    const checkpoint = await store.runs.checkpoint(run.runId, 'users');
    if (checkpoint?.done) return;
    let cursor: ListCursor | null = checkpoint
      ? listCursorSchema.parse(checkpoint.cursor)
      : await beginList(reader);
    while (cursor) cursor = await step(reader, cursor);
  });
}

async function beginList({ graph, store, run, lease, signal }: Reader): Promise<ListCursor> {
  const at = { tenantId: run.tenantId, signal };
  const delta = await graph.latestDelta({ ...at, of: 'users' });
  const total = await graph.countUsers(at);
  if (total !== null) await store.runs.expectUsers(lease, total);
  return { phase: 'list', next: null, pages: 0, delta };
}

function step(reader: Reader, cursor: ListCursor): Promise<ListCursor | null> {
  refuseEndless(cursor);
  return cursor.phase === 'list' ? listPage(reader, cursor) : catchUpPage(reader, cursor);
}

async function listPage(
  { graph, store, run, lease, signal }: Reader,
  { next: link, pages, delta }: ListCursor & { phase: 'list' },
): Promise<ListCursor> {
  const page = await graph.userPage({ tenantId: run.tenantId, link, signal });
  const cursor = followingList(link, page.next, pages + 1, delta);
  const { users, skipped } = page;
  await store.runs.savePage(lease, { stream: 'users', cursor, done: false, users, skipped });
  progressed();
  return cursor;
}

async function catchUpPage(
  { graph, store, run, lease, signal }: Reader,
  { link, pages }: ListCursor & { phase: 'catchUp' },
): Promise<ListCursor | null> {
  const page = await graph.userDelta({ tenantId: run.tenantId, link, signal });
  const next: ListCursor | null =
    page.next === null ? null : { phase: 'catchUp', link: page.next, pages: pages + 1 };
  await store.runs.savePage(lease, {
    stream: 'users',
    cursor: next,
    done: next === null,
    users: page.changed,
    removedUserIds: page.removed,
    skipped: page.skipped,
  });
  if (page.delta) await store.directory.saveCursor(run.accountId, 'users', page.delta);
  progressed();
  return next;
}

/**
 * Stages what changed of the users since they were read, as reading the groups
 * may take hours. They are whole without it: should Microsoft have let the
 * token expire meanwhile, they are published as they were read.
 */
export async function readLateUserChanges(reader: Reader): Promise<void> {
  const { graph, store, run, lease, signal } = reader;
  let link = await store.directory.cursor(run.accountId, 'users');
  for (let pages = 0; link !== null; pages += 1) {
    refuseEndless({ pages });
    const page = await graph
      .userDelta({ tenantId: run.tenantId, link, signal })
      .catch(nullIfExpired);
    if (page === null) return;
    await store.runs.savePage(lease, {
      stream: 'users',
      cursor: null,
      done: true,
      users: page.changed,
      removedUserIds: page.removed,
      skipped: page.skipped,
    });
    if (page.delta) await store.directory.saveCursor(run.accountId, 'users', page.delta);
    progressed();
    link = page.next;
  }
}

function nullIfExpired(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'DeltaTokenExpired') return null;
  throw error;
}

/** Where a list goes on behind a page: the next one, or what changed meanwhile. */
export function followingList(
  link: string | null,
  next: string | null,
  pages: number,
  delta: string,
): ListCursor {
  if (next !== null && next === link) throw new ProvostError('EndlessList');
  if (next === null) return { phase: 'catchUp', link: delta, pages };
  return { phase: 'list', next, pages, delta };
}

/** @throws ProvostError EndlessList when a list has more pages than any tenant can. */
export function refuseEndless({ pages }: { readonly pages: number }): void {
  if (pages > MAX_PAGES) throw new ProvostError('EndlessList');
}
