import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';
import type { MembersRead } from '../microsoft/graph.ts';
import { BATCH_SIZE } from '../domain/limits.ts';
import {
  followingList,
  type ListCursor,
  listCursorSchema,
  type Reader,
  refuseEndless,
} from './read-users.ts';
import { progressed } from './reading.ts';
import { restartingWhenExpired } from './restart.ts';

/** Groups whose members are still to be read: those begun, then those behind `after`. */
const memberCursorSchema = z.object({
  after: z.string().nullable(),
  pending: z.array(z.object({ groupId: z.string(), link: z.string().nullable() })),
  pages: z.number(),
});
type MemberCursor = z.infer<typeof memberCursorSchema>;

/**
 * Stages every group, then the members of each, then what changed meanwhile
 * since a delta token that was taken before.
 */
export async function readGroups(reader: Reader): Promise<void> {
  await restartingWhenExpired(reader, ['groups', 'memberships'], async () => {
    const { store, run } = reader;
    const checkpoint = await store.runs.checkpoint(run.runId, 'groups');
    if (checkpoint?.done) return;
    let cursor: ListCursor = checkpoint
      ? listCursorSchema.parse(checkpoint.cursor)
      : await beginList(reader);
    while (cursor.phase === 'list') cursor = await listPage(reader, cursor);
    await readMembers(reader);
    let change: ListCursor | null = cursor;
    while (change?.phase === 'catchUp') change = await catchUpPage(reader, change);
  });
}

async function beginList({ graph, run, signal }: Reader): Promise<ListCursor> {
  const delta = await graph.latestDelta({ tenantId: run.tenantId, of: 'groups', signal });
  return { phase: 'list', next: null, pages: 0, delta };
}

async function listPage(
  { graph, store, run, lease, signal }: Reader,
  { next: link, pages, delta }: ListCursor & { phase: 'list' },
): Promise<ListCursor> {
  refuseEndless({ pages });
  const page = await graph.groupPage({ tenantId: run.tenantId, link, signal });
  const cursor = followingList(link, page.next, pages + 1, delta);
  const { groups, skipped } = page;
  await store.runs.savePage(lease, { stream: 'groups', cursor, done: false, groups, skipped });
  progressed();
  return cursor;
}

async function readMembers(reader: Reader): Promise<void> {
  const { store, run } = reader;
  const checkpoint = await store.runs.checkpoint(run.runId, 'memberships');
  if (checkpoint?.done) return;
  let cursor: MemberCursor | null = checkpoint
    ? memberCursorSchema.parse(checkpoint.cursor)
    : { after: null, pending: [], pages: 0 };
  while (cursor) cursor = await memberBatch(reader, cursor);
}

async function memberBatch(reader: Reader, cursor: MemberCursor): Promise<MemberCursor | null> {
  refuseEndless(cursor);
  const { graph, store, run, lease, signal } = reader;
  const { batch, rest } = await nextBatch(reader, cursor);
  const answers = batch.length
    ? await graph.memberPages({ tenantId: run.tenantId, groups: batch, signal })
    : [];
  const read = answers.filter((answer): answer is MembersRead => !('failure' in answer));
  const pending = [
    ...rest.pending,
    ...read.flatMap(({ groupId, next }) => (next === null ? [] : [{ groupId, link: next }])),
    ...batch.filter(({ groupId }) => !read.some((answer) => answer.groupId === groupId)),
  ];
  const following = batch.length === 0 ? null : { ...rest, pending, pages: cursor.pages + 1 };
  await store.runs.savePage(lease, {
    stream: 'memberships',
    cursor: following,
    done: following === null,
    memberships: read.flatMap(({ memberships }) => memberships),
  });
  progressed();
  // What was read is stored; what failed is still pending and is asked for again.
  for (const answer of answers) if ('failure' in answer) throw answer.failure;
  return following;
}

async function nextBatch(
  { store, run, signal }: Reader,
  { after, pending }: MemberCursor,
): Promise<{ batch: MemberCursor['pending']; rest: Omit<MemberCursor, 'pages'> }> {
  signal.throwIfAborted();
  const begun = pending.slice(0, BATCH_SIZE);
  const ids = await store.runs.stagedGroupIds(run.runId, after, BATCH_SIZE - begun.length);
  return {
    batch: [...begun, ...ids.map((groupId) => ({ groupId, link: null }))],
    rest: { after: ids.at(-1) ?? after, pending: pending.slice(BATCH_SIZE) },
  };
}

async function catchUpPage(
  { graph, store, run, lease, signal }: Reader,
  { link, pages }: ListCursor & { phase: 'catchUp' },
): Promise<ListCursor | null> {
  refuseEndless({ pages });
  const page = await graph.groupDelta({ tenantId: run.tenantId, link, signal });
  if (page.next === link) throw new ProvostError('EndlessList');
  const next: ListCursor | null =
    page.next === null ? null : { phase: 'catchUp', link: page.next, pages: pages + 1 };
  await store.runs.savePage(lease, {
    stream: 'groups',
    cursor: next,
    done: next === null,
    groups: page.changed,
    removedGroupIds: page.removed,
    memberships: page.memberships.added,
    removedMemberships: page.memberships.removed,
    skipped: page.skipped,
  });
  if (page.delta) await store.directory.saveCursor(run.accountId, 'groups', page.delta);
  progressed();
  return next;
}
