/** Programs of this repository as processes of their own, none of which outlives the test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { takeBuildLock } from '../../temporal/dev-server/build-lock.ts';
import { endChild, guardChild, hasEnded } from '../../temporal/dev-server/child-guard.ts';
import type { Ending } from '../../temporal/dev-server/launch.ts';

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
    if (!hasEnded(child)) process.kill(group ? -pid : pid, name);
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

/** Runs a program to its end. */
export async function runProcess(options: ProcessOptions): Promise<Ending & { output: string }> {
  const child = startProcess(options);
  return { ...(await child.ended), output: child.output() };
}

const POLL = 50;

/**
 * Asks until the process is as wished; the test's own time-out is the bound.
 * @throws Error with what it said, when it ends before.
 */
export async function whenProcess<T>(
  child: TestProcess,
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
    if (!child.running) throw new Error(`A process ended too early:\n${child.output()}`);
    await delay(POLL);
  }
}

const SOURCES =
  'domain workflows activities microsoft store api worker temporal start console'.split(' ');
/** What the build writes last. */
const BUILT = 'dist/worker/workflow-bundle.js';

/** Builds `dist/` when it is older than a source; of several test files that want it, one builds. */
export async function ensureBuilt(): Promise<void> {
  const giveBack = await takeBuildLock(join(tmpdir(), 'provost-build.lock'), () => undefined);
  try {
    const built = await stat(BUILT).catch(() => null);
    if (built && built.mtimeMs > (await newestSource())) return;
    const began = new Date();
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'start/build.ts']);
    // What is changed during a build is newer than what was built.
    await utimes(BUILT, began, began);
  } finally {
    await giveBack();
  }
}

async function newestSource(): Promise<number> {
  const lists = await Promise.all(SOURCES.map((folder) => readdir(folder, { recursive: true })));
  const files = lists.flatMap((names, index) =>
    names
      .filter((name) => /\.(tsx?|css|html|svg)$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => join(SOURCES[index] ?? '', name)),
  );
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.max(...times);
}
