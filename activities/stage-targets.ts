/** Staging of selected targets: all or none. */
import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import { TARGET_LOOK_DELAYS } from '../domain/limits.ts';
import type { StagedItems } from '../store/staging.ts';
import type { Reader } from './reader.ts';

export interface Targets {
  readonly staged: Omit<StagedItems, 'step'>;
  readonly skipped?: readonly SkippedItem[];
  /** Ids that Microsoft does not find. */
  readonly unknown: readonly string[];
}

/**
 * Microsoft's servers are not consistent: a target may be missing in one answer and present in the next.
 * @throws ProvostError TargetsNotFound until there were enough looks, and then TargetsUnknown
 */
export async function stageTargets(
  { store, synchronization, lease, writer }: Reader,
  find: (isLastLook: boolean) => Promise<Targets>,
): Promise<void> {
  const [checkpoint] = await store.runs.checkpoints(synchronization.runId, 'targets');
  const looks = cursorSchema.parse(checkpoint?.cursor ?? null)?.looks ?? 0;
  await store.runs.plan(lease, ['targets'], [pageOf({ looks })]);
  const { staged, unknown, skipped = [] } = await find(looks >= TARGET_LOOK_DELAYS.length);
  if (unknown.length > 0) {
    await store.runs.plan(lease, [], [pageOf({ looks: looks + 1 })]);
    throw notFound(unknown, looks);
  }
  await writer.put({ ...staged, ...pageOf(null), skipped, done: true });
}

/** The run ends without targets: the tenant has no license for the service. */
export const stageNoTargets = ({ store, lease }: Reader): Promise<void> =>
  store.runs.endUnlicensed(lease, ['targets'], [{ ...pageOf(null), done: true }]);

/** How often the targets were looked for before. */
const cursorSchema = z.object({ looks: z.number() }).nullable();

const pageOf = (cursor: z.infer<typeof cursorSchema>) =>
  ({ stream: 'targets', shard: '', step: 0, cursor, done: false }) as const;

function notFound(unknown: readonly string[], looks: number): ProvostError {
  const retryAfter = TARGET_LOOK_DELAYS[looks] ?? null;
  const details = { unknown };
  return retryAfter === null
    ? new ProvostError('TargetsUnknown', undefined, { details })
    : new ProvostError('TargetsNotFound', undefined, { details, retryAfter });
}
