import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeGo, writeScript, writeTemporal } from './build.fixture.ts';
import { cachedExecutable, judgeVersion } from './cli-version.ts';
import { locateExecutable } from './locate.ts';

const progress = { update: () => {}, finish: () => {} };
let folder: string;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-locate-'));
  environment = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const offline = () => Promise.reject(new Error('the internet is not reachable'));

function locate(download: (folder: string) => Promise<string> = offline) {
  return locateExecutable({ environment, progress, download });
}

test('the order is PATH, cache, Go, download', async () => {
  const onPath = join(folder, 'bin', 'temporal');
  const cached = cachedExecutable(environment);
  const download = async (target: string) => {
    await writeTemporal(join(target, 'downloaded'), '1.5.1');
    return join(target, 'downloaded');
  };
  await writeTemporal(onPath, '1.6.0');
  await writeTemporal(cached, '1.5.1');
  await writeGo(join(folder, 'bin'));

  expect(await locate(download)).toEqual({ source: 'path', path: onPath });
  await rm(onPath);
  expect(await locate(download)).toEqual({ source: 'cache', path: cached });
  await rm(cached);
  expect(await locate(download)).toEqual({ source: 'go', path: cached });
  // What was built is there the next time.
  expect(await locate(download)).toEqual({ source: 'cache', path: cached });
  await rm(cached);
  await rm(join(folder, 'bin', 'go'));
  const downloaded = join(folder, 'cache', 'provost', 'sdk-download', 'downloaded');
  expect(await locate(download)).toEqual({ source: 'sdk-download', path: downloaded });
});

test('a temporal on the PATH that is another program, too old or broken is passed over', async () => {
  const folders = ['other', 'old', 'broken', 'good'].map((name) => join(folder, name));
  const [other = '', old = '', broken = '', good = ''] = folders;
  environment['PATH'] = folders.join(':');
  await writeScript(join(other, 'temporal'), 'echo "temporal 3: a calendar"');
  await writeTemporal(join(old, 'temporal'), '1.4.9');
  await writeScript(join(broken, 'temporal'), 'exit 3');
  await writeTemporal(join(good, 'temporal'), '1.5.0');
  expect(await locate()).toEqual({ source: 'path', path: join(good, 'temporal') });
});

test('a broken file in the cache is built anew', async () => {
  const cached = cachedExecutable(environment);
  await writeGo(join(folder, 'bin'));
  await writeScript(cached);
  await writeFile(cached, 'cut short');
  await chmod(cached, 0o755);
  expect(await locate()).toEqual({ source: 'go', path: cached });
});

test('when all fail, one message says what was tried and what to do', async () => {
  await writeTemporal(join(folder, 'bin', 'temporal'), '1.2.0');
  const message = await locate().catch((error: Error) => error.message);
  expect(message).toMatch(
    /a `temporal` on the PATH: .*temporal is too old \(temporal version 1.2.0/,
  );
  expect(message).toMatch(/one in the cache folder: there is no .*provost\/temporal-1.5.1-/);
  expect(message).toMatch(/building one with Go: go could not be run: .*ENOENT/);
  expect(message).toMatch(/the SDK's own download: the internet is not reachable/);
  expect(message).toMatch(/\nInstall the Temporal CLI 1.5.1 or Go 1.25, or set TEMPORAL_ADDRESS/);
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
