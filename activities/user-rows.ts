/**
 * Pages of users made into rows. Of everything that a synchronization does this
 * takes the most of a processor's time, so long lists are read in threads
 * beside the one that serves everybody.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { ProvostError } from '../domain/failures.ts';
import { diagnosisOf } from '../microsoft/errors.ts';
import { type UserPage, userPageOf } from '../microsoft/graph.ts';
import type { ReceivedAnswer } from '../microsoft/transport.ts';
import type { StagedAt, StagedRows } from '../store/rows.ts';

/** A page of users whose users are rows already. */
export interface PageOfRows extends Omit<UserPage, 'users'> {
  readonly users: UserPage['users'] | StagedRows;
}

/** It was no page; which parts of it were wrong. */
export interface Refused {
  readonly refused: Readonly<Record<string, unknown>>;
}

export interface UserRows {
  /** Takes the answer's bytes: nobody can read its body afterwards. @throws ProvostError `UnexpectedAnswer` when it is no page */
  of(answer: ReceivedAnswer, at: StagedAt): Promise<PageOfRows>;
}

/** In this thread: for lists so short that another one would not be there in time. */
export const rowsHere: UserRows = { of: async (answer) => userPageOf(answer) };

/** Threads beside this one: one processor is for this one, and PostgreSQL wants some too. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Milliseconds until a thread that nobody needs ends. */
const IDLE = 60_000;
/** Megabytes. What a page leaves behind is old at once. */
const MEMORY = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 };

/** In threads, which begin when they are first needed and keep no process alive. */
export function rowsInThreads(): UserRows {
  const extension = extname(import.meta.url);
  const threads = new Piscina<{ bytes: Uint8Array; at: StagedAt }, PageOfRows | Refused>({
    filename: new URL(`./user-rows.thread${extension}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE,
    resourceLimits: MEMORY,
    // Sources need the loader in each thread that the process has.
    ...(extension === '.ts' && { execArgv: ['--import', 'tsx'] }),
  });
  return {
    async of(answer, at) {
      const { bytes } = answer;
      const { buffer } = bytes;
      // What is nobody else's is handed over, not copied.
      const own = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
      const page = await threads.run({ bytes, at }, { transferList: own ? [buffer] : [] });
      if (!('refused' in page)) return page;
      const details = { ...page.refused, ...diagnosisOf(answer) };
      throw new ProvostError('UnexpectedAnswer', undefined, { details });
    },
  };
}
