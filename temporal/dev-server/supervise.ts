/** Starts a server again when it ends by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, RunningServer } from './launch.ts';

export interface Supervised {
  readonly pid: number;
  /** Resolves when the server has ended for good: stopped, or given up. */
  readonly exited: Promise<Ending>;
  stop(): Promise<void>;
}

export interface SupervisionOptions {
  /** Starts the next life. Without it, the first end is the end for good. */
  readonly relaunch?: () => Promise<RunningServer>;
  readonly report: (line: string) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const ATTEMPTS = 10;

/** Watches over a server that runs. */
export function supervise(first: RunningServer, options: SupervisionOptions): Supervised {
  let current = first;
  const stopping = new AbortController();

  async function watch(): Promise<Ending> {
    for (;;) {
      const ending = await current.ended;
      if (stopping.signal.aborted) return ending;
      options.report(`The Temporal server ended by itself (${describe(ending)}).`);
      const next =
        options.relaunch && (await restart(options.relaunch, options.report, stopping.signal));
      if (!next) return ending;
      current = next;
    }
  }

  const exited = watch();
  return {
    get pid() {
      return current.pid;
    },
    exited,
    async stop() {
      stopping.abort();
      await current.end();
      await exited;
    },
  };
}

/** @returns null when told to stop, or when every attempt has failed. */
async function restart(
  relaunch: () => Promise<RunningServer>,
  report: (line: string) => void,
  stopping: AbortSignal,
): Promise<RunningServer | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await delay(pauseBefore(attempt), null, { signal: stopping }).catch(() => null);
    if (stopping.aborted) return null;
    try {
      const server = await relaunch();
      if (stopping.aborted) await server.end();
      else report(`The Temporal server runs again (process ${server.pid}).`);
      return server;
    } catch (error) {
      report(`Attempt ${attempt + 1} of ${ATTEMPTS} to start it again failed: ${String(error)}`);
    }
  }
  report('The Temporal server is not started again.');
  return null;
}

function pauseBefore(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
}

function describe({ code, signal }: Ending): string {
  return signal ?? `exit code ${code}`;
}
