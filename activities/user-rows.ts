/**
 * Converts pages of users to rows. This is the most CPU-intensive part of a
 * synchronization, so long lists are parsed in worker threads, not in the main thread.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { ProvostError } from '../domain/failures.ts';
import { diagnosisOf } from '../microsoft/errors.ts';
import { type UserPage, userPageOf } from '../microsoft/graph.ts';
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
}

/** Parses in this thread: for lists too short to be worth starting a worker thread. */
export const rowsInMainThread: UserRows = { of: async (answer) => userPageOf(answer) };

/** Maximum worker threads: leaves CPUs for the main thread and for PostgreSQL. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Milliseconds until an idle thread ends. */
const IDLE = 60_000;
/** Megabytes. Objects of a page are promoted to the old generation quickly. */
const MEMORY = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 };

/** Parses in worker threads, which start on first use and do not keep the process alive. */
export function rowsInThreads(): UserRows {
  const extension = extname(import.meta.url);
  const threads = new Piscina<{ bytes: Uint8Array; at: StagedAt }, PageOfRows | Refused>({
    filename: new URL(`./user-rows.thread${extension}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: MEMORY,
    // TypeScript sources need the loader in each thread.
    ...(extension === '.ts' && { execArgv: ['--import', 'tsx'] }),
  });
  return {
    async of(answer, at) {
      const { bytes } = answer;
      const { buffer } = bytes;
      // A buffer that is not shared with other data is transferred instead of copied.
      const own = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
      const page = await threads.run({ bytes, at }, { transferList: own ? [buffer] : [] });
      if (!('refused' in page)) return page;
      const details = { ...page.refused, ...diagnosisOf(answer) };
      throw new ProvostError('UnexpectedAnswer', undefined, { details });
    },
  };
}
