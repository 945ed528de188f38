/** One build at a time: the others wait for it. */
import { tryLock } from 'fs-native-extensions';
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two attempts. */
const POLL = 500;

/**
 * Waits for the lock. The operating system holds it, so it ends with its process.
 * @param onWait called each time that another process is found to hold it.
 * @returns a function that releases the lock.
 */
export async function takeBuildLock(
  file: string,
  onWait: (pid: number) => void,
): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    const taken = tryTake(file);
    if ('release' in taken) return taken.release;
    // For a moment the holder has not written its process id yet.
    if (taken.holder !== null) onWait(taken.holder);
    await delay(POLL);
  }
}

function tryTake(file: string): { release: () => Promise<void> } | { holder: number | null } {
  const lock = openSync(file, 'a+');
  if (!tryLock(lock)) {
    const holder = Number.parseInt(readFileSync(lock, 'utf8'), 10);
    closeSync(lock);
    return { holder: Number.isNaN(holder) ? null : holder };
  }
  // The previous holder may have removed this file after it was opened here.
  if (fstatSync(lock).ino !== statSync(file, { throwIfNoEntry: false })?.ino) {
    closeSync(lock);
    return tryTake(file);
  }
  ftruncateSync(lock);
  writeSync(lock, String(process.pid));
  return {
    async release() {
      rmSync(file, { force: true });
      closeSync(lock);
    },
  };
}
