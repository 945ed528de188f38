import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeGo, writeScript } from './build.fixture.ts';
import { buildExecutable } from './build.ts';
import { checkExecutable, CLI_VERSION } from './cli-version.ts';
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

function build() {
  const say = (line: string) => void lines.push(line);
  const environment = { PATH: folder };
  return buildExecutable({ target, environment, progress: { update: say, finish: say } });
}

/** The calls of `go` that compile. */
async function buildCalls(): Promise<string[]> {
  const calls = await readFile(join(folder, 'calls.txt'), 'utf8');
  return calls.split('\n').filter((call) => call.startsWith('build'));
}

test('a build tells its phases, and leaves nothing but the executable', async () => {
  await writeGo(folder);
  await build();
  expect(await checkExecutable(target)).toEqual({ usable: true });
  expect(await readdir(join(folder, 'cache'))).toEqual(['temporal']);
  const phases = lines.map((line) => line.replace(/, \d+:\d\d elapsed$/, '').slice(17));
  expect(phases).toContain('downloading modules: 1 of up to 167');
  expect(phases).toContain('compiling: 2 of up to 3 packages');
  expect(phases.at(-1)).toMatch(/^built in 0:0\d, kept as .*cache\/temporal$/);
});

test('two builds at once compile once', async () => {
  await writeGo(folder);
  await Promise.all([build(), build()]);
  expect(await buildCalls()).toHaveLength(1);
  expect(lines).toContain(`Temporal server: process ${process.pid} is building it, waiting`);
});

test.each(['{"pid":999999999,"startedAt":"1"}', `{"pid":${process.pid},"startedAt":"1"}`, ''])(
  'a lock that nobody alive holds is taken over: %s',
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
  await build();
  expect(await readdir(join(folder, 'cache'))).toEqual(['temporal']);
});

test("a failure ends in Go's last lines, and leaves nothing behind", async () => {
  await writeScript(join(folder, 'go'), 'echo "verifying module: checksum mismatch" >&2', 'exit 1');
  await expect(build()).rejects.toThrow(
    'go mod failed (exit code 1). Its last lines:\n  verifying module: checksum mismatch',
  );
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('go.mod pins the version that the executable is kept under', async () => {
  const goMod = await readFile(join(MODULE_FOLDER, 'go.mod'), 'utf8');
  expect(goMod).toContain(`\tgithub.com/temporalio/cli v${CLI_VERSION} `);
  expect(goMod).toContain('\ntool github.com/temporalio/cli/cmd/temporal\n');
});

test('progress is redrawn on a terminal, and written every ten seconds elsewhere', () => {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const terminal = createProgress({ isTTY: true, write });
  terminal.update('one');
  terminal.finish('two');
  expect(written.splice(0)).toEqual(['\r\u001b[2Kone', '\r\u001b[2Ktwo\n']);

  let now = 0;
  const file = createProgress({ write }, () => now);
  for (const second of [0, 5, 9, 10, 19]) {
    now = second * 1000;
    file.update(`at ${second}`);
  }
  file.finish('done');
  expect(written).toEqual(['at 0\n', 'at 10\n', 'done\n']);
  expect(formatElapsed(187_999)).toBe('3:07');
});
