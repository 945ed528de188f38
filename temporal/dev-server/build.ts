/** Builds the Temporal CLI that go.mod pins, once, into the user's cache folder. */
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { takeBuildLock } from './build-lock.ts';
import { checkExecutable, CLI_VERSION } from './cli-version.ts';
import { GoError, MODULE_FOLDER, runGo } from './go-toolchain.ts';
import type { Progress } from './progress.ts';
import { formatElapsed } from './progress.ts';

const CLI_PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
/** Without this the built CLI would not know its own version. */
const VERSION_VARIABLE = 'github.com/temporalio/cli/temporalcli.Version';
const BUILD_FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'];

export interface BuildOptions {
  /** Where the executable shall be. */
  readonly target: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/**
 * Makes the executable, or waits for another process that is making it.
 * The target appears complete or not at all.
 * @throws GoError with the last lines that Go printed.
 */
export async function buildExecutable(options: BuildOptions): Promise<void> {
  const { target, progress } = options;
  const release = await takeBuildLock(`${target}.lock`, (pid) =>
    progress.update(`Temporal server: process ${pid} is building it, waiting`),
  );
  try {
    // Another process may have made it meanwhile.
    if (!(await checkExecutable(target)).usable) await buildInto(options);
  } finally {
    await release();
  }
}

async function buildInto({ target, environment, progress }: BuildOptions): Promise<void> {
  const partial = `${target}.${process.pid}.partial`;
  const ticker = startTicker(progress);
  await discardPartials(target);
  try {
    await download(environment, ticker.say);
    await compile(partial, environment, ticker.say);
    const verdict = await checkExecutable(partial);
    if (!verdict.usable) throw new GoError(`What Go built ${verdict.why}`);
    await rename(partial, target);
    progress.finish(`Temporal server: built in ${ticker.elapsed()}, kept as ${target}`);
  } finally {
    ticker.stop();
    await rm(partial, { force: true });
  }
}

/** What builds that were killed have left behind; we hold the lock, so none is in use. */
async function discardPartials(target: string): Promise<void> {
  const folder = dirname(target);
  const begin = basename(target);
  for (const name of await readdir(folder)) {
    if (name.startsWith(begin) && name.endsWith('.partial')) await rm(join(folder, name));
  }
}

/** Repeats the newest state each second with the time passed: linking prints nothing for a while. */
function startTicker(progress: Progress) {
  const start = performance.now();
  const elapsed = () => formatElapsed(performance.now() - start);
  let state = 'starting';
  const draw = () => progress.update(`Temporal server: ${state}, ${elapsed()} elapsed`);
  const timer = setInterval(draw, 1_000);
  const say = (newState: string) => {
    state = newState;
    draw();
  };
  return { say, elapsed, stop: () => clearInterval(timer) };
}

async function download(environment: NodeJS.ProcessEnv, say: (state: string) => void) {
  const goMod = await readFile(join(MODULE_FOLDER, 'go.mod'), 'utf8');
  const total = goMod.match(/^\t\S+ v\S+/gm)?.length ?? 0;
  let done = 0;
  say(`downloading modules: 0 of up to ${total}`);
  await runGo(['mod', 'download', '-x'], environment, (line) => {
    if (/\.zip: 200 /.test(line)) say(`downloading modules: ${++done} of up to ${total}`);
  });
}

/** Packages that an earlier build left in Go's own cache are not printed, hence "up to". */
async function compile(
  output: string,
  environment: NodeJS.ProcessEnv,
  say: (state: string) => void,
): Promise<void> {
  const list = await runGo(['list', ...BUILD_FLAGS, '-deps', CLI_PACKAGE], environment);
  const total = list.trim().split('\n').length;
  const ldflags = `-ldflags=-s -w -X ${VERSION_VARIABLE}=${CLI_VERSION}`;
  let done = 0;
  say(`compiling: 0 of up to ${total} packages`);
  await runGo(
    ['build', '-v', ...BUILD_FLAGS, ldflags, '-o', output, CLI_PACKAGE],
    environment,
    () => say(`compiling: ${++done} of up to ${total} packages`),
  );
}
