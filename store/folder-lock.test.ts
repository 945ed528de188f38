import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder that is taken is refused with a sentence that names folder and process', async () => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by another Provost (process ${process.pid}).`,
  );
  await unlock();
  await (
    await lockFolder(folder)
  )();
});

test('the lock of a process that was killed is taken over at once', async () => {
  const child = spawn('sleep', ['60']);
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  await writeFile(join(folder, 'provost.lock'), `${child.pid} ${startTime}`);
  await expect(lockFolder(folder)).rejects.toThrow('in use');
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
  await (
    await lockFolder(folder)
  )();
});

test('a process that only has the same number is not mistaken for the owner', async () => {
  await writeFile(join(folder, 'provost.lock'), `${process.pid} 1`);
  await (
    await lockFolder(folder)
  )();
});
