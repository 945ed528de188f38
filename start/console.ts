/** Builds the console with Vite into `dist/console` when a source has changed. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { takeBuildLock } from '../temporal/dev-server/build-lock.ts';
import { guardChild } from '../temporal/dev-server/child-guard.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const SOURCES = ['console', 'domain', 'package-lock.json', 'tsconfig.json'];
/** The API does not serve this file. */
const STAMP = '.built-from';

/** The console cannot be built. The message is for the person who runs the build. */
export class ConsoleBuildError extends Error {
  override readonly name = 'ConsoleBuildError';
}

/**
 * Builds the console unless the last build has the same sources. When several
 * processes need it at the same time, one of them builds.
 * @param root the folder of the repository.
 * @param report receives a sentence when a build starts.
 * @returns the folder to serve.
 * @throws ConsoleBuildError with the compiler's output.
 */
export async function builtConsole({
  root = REPOSITORY,
  report = () => undefined,
}: { root?: string; report?: (line: string) => void } = {}): Promise<string> {
  const folder = join(root, 'dist/console');
  const stamp = await stampOf(root);
  if (await isOf(folder, stamp)) return folder;
  const giveBack = await takeBuildLock(`${folder}.lock`, () => undefined);
  try {
    if (await isOf(folder, stamp)) return folder;
    report('Building the console. This happens once, and again after a change.');
    await build(root, folder, stamp);
  } finally {
    await giveBack();
  }
  return folder;
}

/** Whether an entry of `dist/` is the console, a build of it, or its lock. */
export const isOfConsole = (name: string): boolean => /^console(\.|$)/.test(name);

/** A hash of the sources' names and content. Times would change with every checkout. */
async function stampOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesBelow(root, source)) {
      hash
        .update(`${file}\0`)
        .update(await readFile(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesBelow(root: string, source: string): Promise<string[]> {
  if (source.endsWith('.json')) return [source];
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}

async function isOf(folder: string, stamp: string): Promise<boolean> {
  return (await readFile(join(folder, STAMP), 'utf8').catch(() => null)) === stamp;
}

/** Builds next to the folder and then replaces it, so the served console is always complete. */
async function build(root: string, folder: string, stamp: string): Promise<void> {
  const made = `${folder}.${randomUUID()}`;
  const before = `${folder}.${randomUUID()}`;
  await mkdir(join(root, 'dist'), { recursive: true });
  try {
    await runVite(root, made);
    await writeFile(join(made, STAMP), stamp);
    await rename(folder, before).catch(ignoreMissing);
    await rename(made, folder);
  } finally {
    for (const left of [made, before]) await rm(left, { recursive: true, force: true });
  }
}

/** In a separate process, which does not block the start. Vite also sets NODE_ENV. */
async function runVite(root: string, outDir: string): Promise<void> {
  const vite = join(REPOSITORY, 'node_modules/vite/bin/vite.js');
  const options = ['--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const running = promisify(execFile)(process.execPath, [vite, 'build', 'console', ...options], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  guardChild(running.child);
  await running.catch((cause: { stdout: string; stderr: string }) => {
    const said = stripVTControlCharacters(`${cause.stdout}${cause.stderr}`).trim();
    throw new ConsoleBuildError(`The console could not be built.\n${said}`, { cause });
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
