/**
 * Parses long pages. This is the most CPU-intensive part of a synchronization, so it happens in
 * worker threads: pages of users become rows there, pages of changes become items.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { DirectoryUser } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import { diagnosisOf } from '../microsoft/errors.ts';
import {
  type ChangedGroups,
  type ChangedItems,
  groupChangesOf,
  userChangesOf,
  type UserPage,
  userPageOf,
} from '../microsoft/graph.ts';
import type { ReceivedAnswer } from '../microsoft/transport.ts';
import type { StagedAt, StagedRows } from '../store/rows.ts';

/** A page of users that may already be converted to rows. */
export interface PageOfRows extends Omit<UserPage, 'users'> {
  readonly users: UserPage['users'] | StagedRows;
}

/** The page was invalid; `refused` has the details. */
export interface Refused {
  readonly refused: Readonly<Record<string, unknown>>;
}

export interface UserRows {
  /**
   * Transfers the bytes of the answer: its body cannot be read afterwards.
   * @throws ProvostError `UnexpectedAnswer` for an invalid page
   */
  of(answer: ReceivedAnswer, at: StagedAt): Promise<PageOfRows>;
  /** Pages of a delta query, likewise. */
  userChanges(answer: ReceivedAnswer): Promise<ChangedItems<DirectoryUser>>;
  groupChanges(answer: ReceivedAnswer): Promise<ChangedGroups>;
}

/** What a thread is asked to parse. */
export type PageToParse =
  | { readonly bytes: Uint8Array; readonly as: 'rows'; readonly at: StagedAt }
  | { readonly bytes: Uint8Array; readonly as: 'userChanges' | 'groupChanges' };
export type ParsedPage = PageOfRows | ChangedItems<DirectoryUser> | ChangedGroups;

/** Parses in this thread: for lists too short to be worth starting a worker thread. */
export const rowsInMainThread: UserRows = {
  of: async (answer) => userPageOf(answer),
  userChanges: async (answer) => userChangesOf(answer),
  groupChanges: async (answer) => groupChangesOf(answer),
};

/** Maximum worker threads: leaves CPUs for the main thread and for PostgreSQL. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Milliseconds until an idle thread ends. */
const IDLE = 60_000;
/** Megabytes. Objects of a page are promoted to the old generation quickly. */
const MEMORY = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 };

/** Parses in worker threads, which start on first use and do not keep the process alive. */
export function rowsInThreads(): UserRows {
  const extension = extname(import.meta.url);
  const threads = new Piscina<PageToParse, ParsedPage | Refused>({
    filename: new URL(`./user-rows.thread${extension}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: MEMORY,
    // TypeScript sources need the loader in each thread.
    ...(extension === '.ts' && { execArgv: ['--import', 'tsx'] }),
  });

  async function parse(answer: ReceivedAnswer, task: PageToParse): Promise<ParsedPage> {
    const { buffer, byteLength } = task.bytes;
    // A buffer that is not shared with other data is transferred instead of copied.
    const own = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
    const page = await threads.run(task, { transferList: own ? [buffer] : [] });
    if (!('refused' in page)) return page;
    const details = { ...page.refused, ...diagnosisOf(answer) };
    throw new ProvostError('UnexpectedAnswer', undefined, { details });
  }

  return {
    of: async (answer, at) =>
      (await parse(answer, { bytes: answer.bytes, as: 'rows', at })) as PageOfRows,
    userChanges: async (answer) =>
      isShort(answer)
        ? userChangesOf(answer)
        : ((await parse(answer, {
            bytes: answer.bytes,
            as: 'userChanges',
          })) as ChangedItems<DirectoryUser>),
    groupChanges: async (answer) =>
      isShort(answer)
        ? groupChangesOf(answer)
        : ((await parse(answer, { bytes: answer.bytes, as: 'groupChanges' })) as ChangedGroups),
  };
}

/** Bytes. Most pages of changes are short, and then a thread costs more than it saves. */
const SHORT = 64 * 1024;

const isShort = ({ bytes }: ReceivedAnswer): boolean => bytes.byteLength < SHORT;
