/** Restarts a server when it ends unexpectedly. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, RunningServer } from './launch.ts';

export interface Supervised {
  readonly pid: number;
  /** Resolves when the server has ended and is not restarted: it was stopped, or every restart failed. */
  readonly exited: Promise<Ending>;
  stop(): Promise<void>;
}

export interface SupervisionOptions {
  /** Starts the server again. Without it the server is not restarted. */
  readonly relaunch?: () => Promise<RunningServer>;
  readonly report: (line: string) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const ATTEMPTS = 10;

/** Supervises a running server. */
export function supervise(first: RunningServer, options: SupervisionOptions): Supervised {
  let current = first;
  const stopping = new AbortController();

  async function watch(): Promise<Ending> {
    for (;;) {
      const ending = await current.ended;
      if (stopping.signal.aborted) return ending;
      options.report(`The Temporal server ended unexpectedly (${describe(ending)}).`);
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

/** @returns null when it is stopped, or when every attempt failed. */
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
      else report(`The Temporal server is running again (process ${server.pid}).`);
      return server;
    } catch (error) {
      report(`Restart attempt ${attempt + 1} of ${ATTEMPTS} failed: ${String(error)}`);
    }
  }
  report('The Temporal server will not be restarted.');
  return null;
}

function pauseBefore(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
}

function describe({ code, signal }: Ending): string {
  return signal ?? `exit code ${code}`;
}
