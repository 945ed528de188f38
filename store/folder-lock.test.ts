import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a locked folder is rejected with a message that names the folder and the process', async () => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(
    `The data folder ${folder} is in use by another Provost (process ${process.pid}).`,
  );
  await unlock();
  await (
    await lockFolder(folder)
  )();
});

test('a stopped process keeps its lock; a killed one loses it immediately', async () => {
  const script = `
    const { lockFolder } = await import('./store/folder-lock.ts');
    await lockFolder(process.argv[1]);
    console.log('locked');
    setInterval(() => undefined, 1000);`;
  const options = ['--import', 'tsx', '--input-type=module', '-e', script, folder];
  const holder = spawn(process.execPath, options);
  await once(holder.stdout, 'data');
  holder.kill('SIGSTOP');
  await expect(lockFolder(folder)).rejects.toThrow(`(process ${holder.pid})`);
  const exit = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exit;
  await (
    await lockFolder(folder)
  )();
});

test('a lock file without a lock locks nothing, even if it names a running process', async () => {
  await writeFile(join(folder, 'provost.lock'), String(process.pid));
  await (
    await lockFolder(folder)
  )();
});
