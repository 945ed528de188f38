/** Programs for tests: a `temporal` that only knows its version, and a `go` that only builds that one. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export async function writeScript(file: string, ...lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
}

export function writeTemporal(file: string, version: string): Promise<void> {
  return writeScript(file, `echo 'temporal version ${version} (Server 1.29.1, UI 2.42.1)'`);
}

/** Appends what it is asked to `calls.txt` in its folder, and prints what the real one prints. */
export async function writeGo(folder: string): Promise<void> {
  await writeTemporal(join(folder, 'made-by-go'), '1.5.1');
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
