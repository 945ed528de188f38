/** Programs of this repository as processes of their own, none of which outlives the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { endChild, guardChild, hasEnded } from '../../temporal/dev-server/child-guard.ts';
import type { Ending } from '../../temporal/dev-server/launch.ts';
import { waitFor } from './wait.ts';

/** A process that was started, and everything that it has said. */
export interface TestProcess {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  readonly running: boolean;
  output(): string;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL after a grace; also when it was stopped by SIGSTOP. */
  end(): Promise<void>;
}

export interface ProcessOptions {
  readonly command?: string;
  readonly arguments: readonly string[];
  /** Where it runs. By default the repository. */
  readonly folder?: string;
  /** Added to a PATH and a home, which is all that is inherited. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** It starts further processes: signals are for all of them, as those of a terminal are. */
  readonly group?: boolean;
}

const GRACE = 15_000;

export function startProcess(options: ProcessOptions): TestProcess {
  const { PATH, HOME, XDG_CACHE_HOME } = process.env;
  const child = spawn(options.command ?? process.execPath, options.arguments, {
    env: { PATH, HOME, XDG_CACHE_HOME, ...options.environment },
    cwd: options.folder,
    stdio: 'pipe',
    detached: options.group,
  });
  guardChild(child);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  // One that ends early does not read its input.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  return handleOf(child, options.group ?? false, () => said.join(''));
}

function handleOf(child: ChildProcess, group: boolean, output: () => string): TestProcess {
  const pid = child.pid ?? 0;
  const signal = (name: NodeJS.Signals) => {
    if (group) signalGroup(pid, name);
    else if (!hasEnded(child)) process.kill(pid, name);
  };
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid,
    ended,
    output,
    get running() {
      return !hasEnded(child);
    },
    signal,
    async end() {
      signal('SIGCONT');
      if (group) signal('SIGTERM');
      await endChild(child, GRACE);
      await ended;
    },
  };
}

/** Those whom the first process has left behind, too. */
function signalGroup(leader: number, name: NodeJS.Signals): void {
  try {
    process.kill(-leader, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a program to its end. */
export async function runProcess(options: ProcessOptions): Promise<Ending & { output: string }> {
  const child = startProcess(options);
  return { ...(await child.ended), output: child.output() };
}

/**
 * Asks until the process is as wished.
 * @param what the awaited condition, for the message of a timeout.
 * @throws Error with the process's output, when it ends before that or the time is up.
 */
export async function whenProcess<T>(
  child: TestProcess,
  what: string,
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const ended = child.ended.then(() => 'ended' as const);
  const output = () => child.output();
  const answer = await Promise.race([waitFor(what, { seconds: 120, seen: output }, ask), ended]);
  if (answer === 'ended') throw new Error(`A process ended before ${what}:\n${child.output()}`);
  return answer;
}
