/** Puts an executable into the cache folder, however it is obtained. */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { takeBuildLock } from './build-lock.ts';
import { checkExecutable } from './cli-version.ts';
import type { Progress } from './progress.ts';
import { startTicker } from './progress.ts';

export interface MakeOptions {
  /** The path of the finished executable. */
  readonly target: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** One way to obtain the executable. */
export interface Recipe {
  /** The first state that is shown. */
  readonly doing: string;
  /** For the final message: `built`, `downloaded`. */
  readonly done: string;
  /**
   * Writes the executable to `output`. Other files whose names begin with
   * `output` are removed afterwards.
   */
  make(output: string, say: (state: string) => void): Promise<void>;
}

/**
 * Makes the executable, or waits for another process that is making it.
 * The target appears complete or not at all.
 * @throws what the recipe throws, or an error when the result is unusable.
 */
export async function makeExecutable(options: MakeOptions, recipe: Recipe): Promise<void> {
  const { target, progress, signal } = options;
  const ticker = startTicker(progress, recipe.doing);
  try {
    const release = await takeBuildLock(`${target}.lock`, (pid) => {
      signal?.throwIfAborted();
      ticker.say(`waiting for process ${pid}, which is fetching or building it`);
    });
    try {
      ticker.say(recipe.doing);
      // Another process may have made it in the meantime.
      if ((await checkExecutable(target)).usable) return;
      await makeInto(options, recipe, ticker.say);
      progress.finish(`${recipe.done} in ${ticker.elapsed()}, kept as ${target}`);
    } finally {
      await release();
    }
  } finally {
    ticker.stop();
  }
}

async function makeInto(
  { target, signal }: MakeOptions,
  recipe: Recipe,
  say: (state: string) => void,
): Promise<void> {
  const partial = `${target}.${process.pid}.partial`;
  await discardPartials(target);
  try {
    await recipe.make(partial, say);
    signal?.throwIfAborted();
    const verdict = await checkExecutable(partial);
    if (!verdict.usable) throw new Error(`what was ${recipe.done} ${verdict.why}`);
    await rename(partial, target);
  } finally {
    await discardPartials(target);
  }
}

/** Removes what this process or a killed one left behind. We hold the lock, so nothing is in use. */
async function discardPartials(target: string): Promise<void> {
  const folder = dirname(target);
  const start = `${basename(target)}.`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(start) && name.includes('.partial')) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
