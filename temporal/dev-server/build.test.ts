import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeGo, writeScript } from './build.fixture.ts';
import { buildExecutable } from './build.ts';
import { BUILT_CLI_VERSION, checkExecutable } from './cli-version.ts';
import { MODULE_FOLDER } from './go-toolchain.ts';
import { createProgress, formatElapsed } from './progress.ts';

let folder: string;
let target: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-build-'));
  target = join(folder, 'cache', 'temporal');
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function build(signal?: AbortSignal) {
  const say = (line: string) => void lines.push(line);
  const environment = { PATH: folder };
  return buildExecutable({ target, environment, progress: { update: say, finish: say }, signal });
}

/** The calls of `go` that compile. */
async function buildCalls(): Promise<string[]> {
  const calls = await readFile(join(folder, 'calls.txt'), 'utf8');
  return calls.split('\n').filter((call) => call.startsWith('build'));
}

test('a build reports its phases, and leaves only the executable', async () => {
  await writeGo(folder);
  await build();
  expect(await checkExecutable(target)).toEqual({ usable: true });
  expect(await readdir(join(folder, 'cache'))).toEqual(['temporal']);
  const phases = lines.map((line) => line.replace(/, \d+:\d\d elapsed$/, ''));
  expect(phases[0]).toBe('building the CLI 1.5.1 with Go, which takes minutes');
  expect(phases).toContain('downloading modules: 1 of up to 167');
  expect(phases).toContain('compiling: 2 of up to 3 packages');
  expect(phases.at(-1)).toMatch(/^built in 0:0\d, kept as .*cache\/temporal$/);
});

test('two builds at the same time compile once', async () => {
  await writeGo(folder);
  await Promise.all([build(), build()]);
  expect(await buildCalls()).toHaveLength(1);
  expect(lines).toContainEqual(
    expect.stringContaining(`waiting for process ${process.pid}, which is fetching or building it`),
  );
});

test.each(['999999999', String(process.pid), ''])(
  'a lock file that no process holds is taken over: "%s"',
  async (content) => {
    await writeGo(folder);
    await writeScript(`${target}.lock`);
    await writeFile(`${target}.lock`, content);
    await build();
    expect(await buildCalls()).toHaveLength(1);
  },
);

test('what a killed build left behind is discarded', async () => {
  await writeGo(folder);
  await writeScript(`${target}.4711.partial`);
  await writeScript(join(`${target}.4711.partial.package`, 'temporal.whl'));
  await build();
  expect(await readdir(join(folder, 'cache'))).toEqual(['temporal']);
});

test("a failure ends in Go's last lines, and leaves nothing behind", async () => {
  await writeGo(folder);
  await writeScript(
    join(folder, 'go'),
    '[ "$1" = list ] && exit 0',
    'echo "verifying module: checksum mismatch" >&2',
    'exit 1',
  );
  await expect(build()).rejects.toThrow(
    'go mod failed (exit code 1). Its last lines:\n  verifying module: checksum mismatch',
  );
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('a cancelled build ends Go, and leaves nothing behind', async () => {
  await writeScript(join(folder, 'go'), '[ "$1" = list ] || exec /bin/sleep 600');
  const cancelling = new AbortController();
  const building = build(cancelling.signal);
  building.catch(() => undefined);
  await expect.poll(() => lines.some((line) => line.includes('downloading modules'))).toBe(true);
  cancelling.abort();
  await expect(building).rejects.toThrow(/aborted/);
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('go.mod pins the version that the executable is kept under', async () => {
  const goMod = await readFile(join(MODULE_FOLDER, 'go.mod'), 'utf8');
  expect(goMod).toContain(`\tgithub.com/temporalio/cli v${BUILT_CLI_VERSION} `);
  expect(goMod).toContain('\ntool github.com/temporalio/cli/cmd/temporal\n');
});

test('progress is redrawn on a terminal, and written every ten seconds elsewhere', () => {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const terminal = createProgress({ isTTY: true, write });
  terminal.update('one');
  terminal.finish('two');
  expect(written.splice(0)).toEqual([
    '\r\u001b[2KTemporal server: one',
    '\r\u001b[2KTemporal server: two\n',
  ]);

  let now = 0;
  const file = createProgress({ write }, () => now);
  for (const second of [0, 5, 9, 10, 19]) {
    now = second * 1000;
    file.update(`at ${second}`);
  }
  file.finish('done');
  file.update('next');
  expect(written.map((text) => text.trim())).toEqual([
    'Temporal server: at 0',
    'Temporal server: at 10',
    'Temporal server: done',
    'Temporal server: next',
  ]);
  expect(formatElapsed(187_999)).toBe('3:07');
});
