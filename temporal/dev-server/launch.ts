/** Starts a Temporal dev server, waits until it is ready, and ends it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { endChild, guardChild, hasEnded } from './child-guard.ts';
import { markFinished, recordServer, releaseDatabase } from './database-claim.ts';
import { LOOPBACK } from './ports.ts';
import type { SearchAttributes } from './readiness.ts';
import { waitUntilReady } from './readiness.ts';
import { DevServerError } from './errors.ts';

export interface LaunchSettings {
  readonly executable: string;
  readonly databaseFile: string;
  readonly port: number;
  /** null for no UI. */
  readonly uiPort: number | null;
  readonly namespace: string;
  readonly searchAttributes: SearchAttributes;
  readonly dynamicConfig: Readonly<Record<string, string | number | boolean>>;
  /** The server's output is appended here. */
  readonly logFile: string;
}

/** How a server ended: its exit code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningServer {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** SIGTERM, then SIGKILL after a grace period. Resolves when the process is gone. */
  end(): Promise<void>;
}

/** The server ended, or did not answer in time. The message ends in the last lines of its log. */
class DevServerStartError extends DevServerError {
  override readonly name = 'DevServerStartError';
}

const READY_WITHIN_MS = 120_000;
/** How long a server that ends may take to save its state. */
export const GRACE_MS = 10_000;
const LAST_LINES = 6;

/**
 * - The dev server has one history shard. By default it polls for tasks 20 times
 *   a second, so sequential activities take 100 ms each.
 * - By default timers and retries are up to a second late. The time shift allows
 *   for clocks that differ between servers; here there is one clock.
 * - Only the new matcher respects priorities, and strictly only with one partition.
 * - The version check would call a server on the internet.
 */
const DYNAMIC_CONFIG = {
  'history.transferProcessorMaxPollRPS': 1000,
  'history.timerProcessorMaxPollRPS': 1000,
  'history.timerProcessorMaxTimeShift': '5ms',
  'matching.useNewMatcher': true,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'frontend.enableServerVersionCheck': false,
  // See production/dynamic-config.yaml.
  'frontend.keepAliveTime': '10s',
  'frontend.keepAliveTimeout': '5s',
} as const;

/**
 * Starts the server and waits until it is ready.
 * @throws DevServerStartError
 */
export async function launchServer(settings: LaunchSettings): Promise<RunningServer> {
  const child = await spawnServer(settings);
  const ended = endingOf(child);
  const closed = new AbortController();
  child.once('close', () => closed.abort());
  try {
    const pid = child.pid ?? 0;
    await recordServer(settings.databaseFile, pid);
    const address = `${LOOPBACK}:${settings.port}`;
    await waitUntilReady({ ...settings, address }, READY_WITHIN_MS, closed.signal);
    await markFinished(settings.databaseFile);
    return { pid, ended, end: () => endChild(child, GRACE_MS) };
  } catch (error) {
    const sentence = await explain(child, settings, error);
    await endChild(child, GRACE_MS);
    await releaseDatabase(settings.databaseFile);
    throw new DevServerStartError(sentence, { cause: error });
  }
}

async function spawnServer(settings: LaunchSettings): Promise<ChildProcess> {
  const { executable } = settings;
  const log = await open(settings.logFile, 'a');
  try {
    // A process group of its own: Ctrl-C must end us first, and then the server after its clients.
    const child = spawn(executable, argumentsOf(settings), {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    guardChild(child);
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    throw new DevServerStartError(`${executable} could not be run: ${String(cause)}`, { cause });
  } finally {
    await log.close();
  }
}

function argumentsOf(settings: LaunchSettings): string[] {
  const { uiPort, searchAttributes } = settings;
  const dynamicConfig = { ...DYNAMIC_CONFIG, ...settings.dynamicConfig };
  const flags: [string, ...string[]][] = [
    ['--ip', LOOPBACK],
    ['--port', `${settings.port}`],
    uiPort === null ? ['--headless'] : ['--ui-port', `${uiPort}`],
    ['--db-filename', settings.databaseFile],
    ['--namespace', settings.namespace],
    ['--log-level', 'error'],
  ];
  for (const [name, type] of Object.entries(searchAttributes)) {
    flags.push(['--search-attribute', `${name}=${type}`]);
  }
  for (const [key, value] of Object.entries(dynamicConfig)) {
    flags.push(['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]);
  }
  return ['server', 'start-dev', ...flags.flat()];
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

async function explain(child: ChildProcess, settings: LaunchSettings, error: unknown) {
  const { logFile } = settings;
  const what = hasEnded(child)
    ? `ended while it started (${child.signalCode ?? `exit code ${child.exitCode}`})`
    : `did not answer within ${READY_WITHIN_MS / 1000} seconds (${String(error)})`;
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lastLines = log.trimEnd().split('\n').slice(-LAST_LINES);
  return `The Temporal server ${what}. Its log, ${logFile}, ends in:\n${lastLines.map((line) => `  ${line}`).join('\n')}`;
}
