/** Which Temporal CLI is built, which ones are good enough, and where a built one is kept. */
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The version that go.mod pins; a test holds the two together. */
export const CLI_VERSION = '1.5.1';

/** The oldest CLI whose server has what the workflows use (worker versioning, updates). */
const OLDEST_CLI = [1, 5, 0] as const;
/** A CLI that somebody built calls itself 0.0.0-DEV: its server's version tells more. */
const OLDEST_SERVER = [1, 29, 0] as const;

const VERSION_LINE =
  /^temporal version (\d+)\.(\d+)\.(\d+)\S* \(Server (\d+)\.(\d+)\.(\d+)[^,)]*(?:, UI [^)]+)?\)/m;

export type Verdict = { readonly usable: true } | { readonly usable: false; readonly why: string };

/** `$XDG_CACHE_HOME/provost`, or `~/.cache/provost`. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache');
  return join(base, 'provost');
}

/** Where the pinned CLI is kept: its name carries the version, so a new pin is a new file. */
export function cachedExecutable(environment: NodeJS.ProcessEnv): string {
  return join(
    cacheFolder(environment),
    `temporal-${CLI_VERSION}-${process.platform}-${process.arch}`,
  );
}

/** Runs `--version`: other programs are called `temporal` too, and old CLIs lack what is needed. */
export async function checkExecutable(path: string): Promise<Verdict> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 20_000 });
    return judgeVersion(stdout);
  } catch (error) {
    return { usable: false, why: `does not run (${firstLine(error)})` };
  }
}

/** Judges what `temporal --version` printed. */
export function judgeVersion(output: string): Verdict {
  const numbers = VERSION_LINE.exec(output)?.slice(1).map(Number);
  if (!numbers) return { usable: false, why: 'is another program of that name' };
  const [cli, server] = [numbers.slice(0, 3), numbers.slice(3)];
  const selfBuilt = cli.every((part) => part === 0);
  if (selfBuilt ? isAtLeast(server, OLDEST_SERVER) : isAtLeast(cli, OLDEST_CLI)) {
    return { usable: true };
  }
  return { usable: false, why: `is too old (${output.trim()}); ${OLDEST_CLI.join('.')} is needed` };
}

function isAtLeast(version: readonly number[], oldest: readonly number[]): boolean {
  const different = oldest.findIndex((part, index) => version[index] !== part);
  return different === -1 || (version[different] ?? 0) > (oldest[different] ?? 0);
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
