import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder is in use by another process. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Takes the folder for this process. Two PGlite processes on one folder lose
 * data without a word, so the second must not get in. A lock whose process has
 * died, also by a kill, is taken over at once.
 * @returns a function that gives the folder back.
 * @throws FolderInUseError with a sentence that names the folder and the process.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'provost.lock');
  const own = join(folder, `provost.lock.${process.pid}`);
  await writeFile(own, await identityOf(process.pid));
  try {
    if (await tryLink(own, file)) return () => rm(file, { force: true });
    const holder = await readFile(file, 'utf8').catch(() => '');
    if (await isRunning(holder)) throw inUse(folder, holder);
    await takeAway(file, holder);
    if (await tryLink(own, file)) return () => rm(file, { force: true });
    throw inUse(folder, await readFile(file, 'utf8').catch(() => ''));
  } finally {
    await rm(own, { force: true });
  }
}

/** `link` fails when the target exists, and the target never exists without its content. */
async function tryLink(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead holder's lock, and puts back one that a faster process has taken meanwhile. */
async function takeAway(file: string, holder: string): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  await rename(file, aside).catch(() => undefined);
  const taken = await readFile(aside, 'utf8').catch(() => holder);
  if (taken !== holder) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function inUse(folder: string, holder: string): FolderInUseError {
  const [pid = 'unknown'] = holder.split(' ');
  return new FolderInUseError(
    `The data folder ${folder} is in use by another Provost (process ${pid}). Stop that one first, or choose another folder with PROVOST_DATA.`,
  );
}

async function isRunning(holder: string): Promise<boolean> {
  const pid = Number.parseInt(holder, 10);
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await identityOf(pid)) === holder;
}

/** The process id with its start time where the system tells it, since ids are used again. */
async function identityOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The command's name may hold spaces and parentheses; field 22 is counted behind it.
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${startTime}`;
}
