/** Which versions of the Temporal CLI are fetched, built and accepted, and where they are cached. */
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The version that is downloaded. */
export const CLI_VERSION = '1.9.1';

/**
 * The version that Go builds; go.mod pins it, and a test keeps the two together.
 * Later versions replace a nested module by a local folder in their go.mod, so
 * the module proxy does not serve everything that they need.
 */
export const BUILT_CLI_VERSION = '1.5.1';

/** The oldest version that is accepted. */
export interface OldestVersion {
  readonly cli: readonly number[];
  /** A CLI that was built from source reports 0.0.0-DEV, so its server's version decides. */
  readonly server: readonly number[];
}

/** The first versions with what the workflows use: worker versioning and updates. */
const OLDEST_USABLE: OldestVersion = { cli: [1, 5, 0], server: [1, 29, 0] };

/** The first versions with time skipping, which only tests need. */
export const OLDEST_SKIPPING_TIME: OldestVersion = { cli: [1, 9, 1], server: [1, 32, 0] };

const VERSION_LINE =
  /^temporal version (\d+)\.(\d+)\.(\d+)\S* \(Server (\d+)\.(\d+)\.(\d+)[^,)]*(?:, UI [^)]+)?\)/m;

export type Verdict = { readonly usable: true } | { readonly usable: false; readonly why: string };

/** `$XDG_CACHE_HOME/provost`, or `~/.cache/provost`. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache');
  return join(base, 'provost');
}

/** The path of a cached CLI. It contains the version, so a new pin is a new file. */
export function cachedExecutable(environment: NodeJS.ProcessEnv, version = CLI_VERSION): string {
  const name = `temporal-${version}-${process.platform}-${process.arch}`;
  return join(cacheFolder(environment), name);
}

/** Runs `--version`: other programs are called `temporal` too, and old CLIs lack features. */
export async function checkExecutable(path: string, oldest?: OldestVersion): Promise<Verdict> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 20_000 });
    return judgeVersion(stdout, oldest);
  } catch (error) {
    return { usable: false, why: `does not run (${firstLine(error)})` };
  }
}

/** Judges the output of `temporal --version`. */
export function judgeVersion(output: string, oldest = OLDEST_USABLE): Verdict {
  const numbers = VERSION_LINE.exec(output)?.slice(1).map(Number);
  if (!numbers) return { usable: false, why: 'is another program of that name' };
  const [cli, server] = [numbers.slice(0, 3), numbers.slice(3)];
  const selfBuilt = cli.every((part) => part === 0);
  if (selfBuilt ? isAtLeast(server, oldest.server) : isAtLeast(cli, oldest.cli)) {
    return { usable: true };
  }
  return {
    usable: false,
    why: `is too old (${output.trim()}); ${oldest.cli.join('.')} or later is needed`,
  };
}

/** Whether a version, such as `1.9.1`, is accepted. */
export function isRecentEnough(version: string, oldest = OLDEST_USABLE): boolean {
  return isAtLeast(version.split('.').map(Number), oldest.cli);
}

function isAtLeast(version: readonly number[], oldest: readonly number[]): boolean {
  const different = oldest.findIndex((part, index) => version[index] !== part);
  return different === -1 || (version[different] ?? 0) > (oldest[different] ?? 0);
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
