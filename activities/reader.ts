import { type FailureType, ProvostError } from '../domain/failures.ts';
import { MAX_PAGES } from '../domain/limits.ts';
import { type Graph, isUnlicensed, type Meter } from '../microsoft/graph.ts';
import type { Lease } from '../store/runs/lease.ts';
import type { SyncRun } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { SynchronizationReference } from './dependencies.ts';
import type { PageWriter } from './page-writer.ts';
import type { UserRows } from './user-rows.ts';

/** The context of one read attempt. */
export interface Reader {
  readonly store: Store;
  readonly graph: Graph;
  readonly userRows: UserRows;
  readonly synchronization: SynchronizationReference;
  /** The synchronization as stored when the attempt started. */
  readonly record: SyncRun;
  readonly lease: Lease;
  readonly writer: PageWriter;
  /** Call between pages. @throws ProvostError SliceOver when the attempt must yield its slot. */
  readonly yieldAfterSlice: () => void;
  /** Passed to every Graph call. */
  readonly at: { readonly tenantId: string; readonly signal: AbortSignal; readonly meter: Meter };
}

/** @throws ProvostError EndlessList when a list has more pages than any tenant can. */
export function refuseEndless(pages: number): void {
  if (pages > MAX_PAGES) throw new ProvostError('EndlessList');
}

export const isExpired = (error: unknown, ...types: ('PageLinkExpired' | 'DeltaTokenExpired')[]) =>
  error instanceof ProvostError && types.some((type) => type === error.type);

const ABOUT_THE_REQUEST: readonly FailureType[] = ['UnexpectedAnswer', 'NotFound'];

/** The failure of a list whose links lead back to a page from before. Like an expired link, it begins anew. */
export const circle = (): ProvostError =>
  new ProvostError('PageLinkExpired', 'A list from Microsoft repeats itself.');

/** Statuses of a refusal that does not concern the link. */
const OTHER_REFUSALS: readonly unknown[] = [401, 403, 408, 429];

/** Whether Microsoft refuses a link from an earlier answer, so that another one is needed. */
export function isLinkRefused(error: unknown): boolean {
  if (!(error instanceof ProvostError) || isUnlicensed(error)) return false;
  if (isExpired(error, 'PageLinkExpired', 'DeltaTokenExpired') || error.type === 'ForeignLink')
    return true;
  // Other failures say nothing about the link, e.g. one of the token endpoint with status 400.
  if (!ABOUT_THE_REQUEST.includes(error.type)) return false;
  const { status } = error.details;
  const refused = typeof status === 'number' && status >= 400 && status < 500;
  return refused && !OTHER_REFUSALS.includes(status);
}
