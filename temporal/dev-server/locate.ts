/** Finds an executable of the Temporal CLI, or makes one. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildExecutable } from './build.ts';
import { cachedExecutable, cacheFolder, checkExecutable, CLI_VERSION } from './cli-version.ts';
import { runGo } from './go-toolchain.ts';
import type { Progress } from './progress.ts';
import { downloadWithSdk } from './sdk-download.ts';
import { DevServerError } from './errors.ts';

type Source = 'path' | 'cache' | 'go' | 'sdk-download';

export interface LocatedExecutable {
  readonly path: string;
  readonly source: Source;
}

export interface LocateOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Told how a build gets on: it takes minutes. */
  readonly progress: Progress;
  /** @returns the path of what was downloaded into the folder. */
  readonly download?: (folder: string) => Promise<string>;
}

/** There is no Temporal server: the message lists what was tried and what a person can do. */
class NoTemporalExecutableError extends DevServerError {
  override readonly name = 'NoTemporalExecutableError';
}

/** A source that has nothing to offer throws an error whose message says why. */
interface Attempt {
  readonly source: Source;
  readonly title: string;
  readonly find: (options: LocateOptions) => Promise<string>;
}

const ATTEMPTS: readonly Attempt[] = [
  { source: 'path', title: 'a `temporal` on the PATH', find: findOnPath },
  { source: 'cache', title: 'one in the cache folder', find: findInCache },
  { source: 'go', title: 'building one with Go', find: build },
  { source: 'sdk-download', title: "the SDK's own download", find: download },
];

/**
 * The first that works of: PATH, the user's cache folder, a build with Go into
 * that folder, the SDK's download. An address to connect to
 * (`TEMPORAL_ADDRESS`) needs no executable and is the caller's business.
 * @throws NoTemporalExecutableError
 */
export async function locateExecutable(options: LocateOptions): Promise<LocatedExecutable> {
  const failures: string[] = [];
  for (const { source, title, find } of ATTEMPTS) {
    try {
      return { source, path: await find(options) };
    } catch (error) {
      failures.push(`  - ${title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new NoTemporalExecutableError(
    `No Temporal server was found, and none could be made. Tried:\n${failures.join('\n')}\n` +
      `Install the Temporal CLI ${CLI_VERSION} or Go 1.25, or set TEMPORAL_ADDRESS to the address of a Temporal server that runs.`,
  );
}

async function findOnPath({ environment }: LocateOptions): Promise<string> {
  const reasons: string[] = [];
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'temporal');
    if (!(await isExecutable(path))) continue;
    const verdict = await checkExecutable(path);
    if (verdict.usable) return path;
    reasons.push(`${path} ${verdict.why}`);
  }
  throw new Error(reasons.join('; ') || 'there is none');
}

async function findInCache({ environment }: LocateOptions): Promise<string> {
  const path = cachedExecutable(environment);
  if (!(await isExecutable(path))) throw new Error(`there is no ${path}`);
  const verdict = await checkExecutable(path);
  if (!verdict.usable) throw new Error(`${path} ${verdict.why}`);
  return path;
}

async function build({ environment, progress }: LocateOptions): Promise<string> {
  // Fails where Go is absent, and where it is older than go.mod asks and may not fetch a newer one.
  await runGo(['list', '-m'], environment);
  const target = cachedExecutable(environment);
  await buildExecutable({ target, environment, progress });
  return target;
}

async function download({ environment, download = downloadWithSdk }: LocateOptions) {
  const path = await download(join(cacheFolder(environment), 'sdk-download'));
  const verdict = await checkExecutable(path);
  if (!verdict.usable) throw new Error(`${path} ${verdict.why}`);
  return path;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
