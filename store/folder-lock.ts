import { tryLock } from 'fs-native-extensions';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder is in use by another process. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Locks the folder for this process. Two PGlite processes in one folder lose data silently.
 * The operating system holds the lock: it ends with the process, even after a kill, and not
 * before, even while the process is stopped or blocked. The content of the lock file is only
 * for the message.
 * @returns a function that unlocks the folder.
 * @throws FolderInUseError with a sentence that names the folder and the process.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  // A number, not a FileHandle: garbage collection closes a FileHandle, which would unlock the folder.
  const file = openSync(join(folder, 'provost.lock'), 'a+');
  try {
    if (!tryLock(file)) throw inUse(folder, readFileSync(file, 'utf8'));
    ftruncateSync(file);
    writeSync(file, String(process.pid));
  } catch (error) {
    closeSync(file);
    throw error;
  }
  return async () => closeSync(file);
}

function inUse(folder: string, pid: string): FolderInUseError {
  return new FolderInUseError(
    `The data folder ${folder} is in use by another Provost (process ${pid || 'unknown'}). Stop that one first, or choose another folder with PROVOST_DATA.`,
  );
}
