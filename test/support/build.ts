/** The product as it is deployed: `dist/`, built when a source is newer. */
import { execFile } from 'node:child_process';
import { readdir, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { takeBuildLock } from '../../temporal/dev-server/build-lock.ts';
import { isTestRun, sharedService } from './services.ts';

const SOURCES =
  'domain workflows activities microsoft store api worker temporal start console'.split(' ');
/** What the build writes last. */
const BUILT = 'dist/worker/workflow-bundle.js';

/** Makes `dist/` current, once for all test files of a run. */
export async function ensureBuilt(): Promise<void> {
  await (isTestRun() ? sharedService('build') : build());
}

/** @returns the folder `dist`, built again if a source is newer. */
export async function build(): Promise<string> {
  const giveBack = await takeBuildLock(join(tmpdir(), 'provost-build.lock'), () => undefined);
  try {
    if (!(await isCurrent())) await runBuild();
  } finally {
    await giveBack();
  }
  return 'dist';
}

async function isCurrent(): Promise<boolean> {
  const built = await stat(BUILT).catch(() => null);
  return built !== null && built.mtimeMs > (await newestSource());
}

async function runBuild(): Promise<void> {
  const began = new Date();
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'start/build.ts']);
  // A source that changes during the build is newer than the build.
  await utimes(BUILT, began, began);
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
