import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkExecutable } from './cli-version.ts';
import { locateExecutable } from './locate.ts';
import { createProgress } from './progress.ts';
import { downloadWithSdk } from './sdk-download.ts';

// The download itself needs the open internet: here the file is there already, as after a first one.
test('what the SDK has downloaded is found under the name that the SDK gives it', async () => {
  const progress = createProgress(process.stderr);
  const { path } = await locateExecutable({ environment: process.env, progress });
  const folder = await mkdtemp(join(tmpdir(), 'provost-sdk-'));
  try {
    const downloads = join(folder, 'downloads');
    await mkdir(downloads);
    await symlink(path, join(downloads, 'temporal-v1.5.1'));
    const downloaded = await downloadWithSdk(downloads);
    expect(await checkExecutable(downloaded)).toEqual({ usable: true });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 900_000);
