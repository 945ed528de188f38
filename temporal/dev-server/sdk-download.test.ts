import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkExecutable, CLI_VERSION } from './cli-version.ts';
import { locateExecutable } from './locate.ts';
import { createProgress } from './progress.ts';
import { downloadWithSdk } from './sdk-download.ts';

// The download itself needs the internet. Here the file already exists, as after a first download.
test("the SDK's download is found under the name that the SDK gives it", async () => {
  const environment = process.env;
  const progress = createProgress(process.stderr);
  const { path } = await locateExecutable({ environment, progress });
  const folder = await mkdtemp(join(tmpdir(), 'provost-sdk-'));
  try {
    const downloads = join(folder, 'downloads');
    await mkdir(downloads);
    await copyFile(path, join(downloads, `temporal-v${CLI_VERSION}`));
    const downloaded = await downloadWithSdk({ folder: downloads, environment });
    expect(await checkExecutable(downloaded)).toEqual({ usable: true });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 900_000);
