/** Builds the Temporal CLI that go.mod pins. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT_CLI_VERSION } from './cli-version.ts';
import { type GoOptions, MODULE_FOLDER, runGo } from './go-toolchain.ts';
import { makeExecutable, type MakeOptions } from './make-executable.ts';

const CLI_PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
/** Without this the built CLI reports the version 0.0.0-DEV. */
const VERSION_VARIABLE = 'github.com/temporalio/cli/temporalcli.Version';
const BUILD_FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'];

/**
 * Builds the executable, or waits for another process that is making it.
 * @throws ProgramError with the last lines that Go printed.
 */
export async function buildExecutable(options: MakeOptions): Promise<void> {
  // Fails where Go is absent, or older than go.mod requires and not allowed to fetch a newer one.
  await runGo(['list', '-m'], options);
  await makeExecutable(options, {
    doing: `building the CLI ${BUILT_CLI_VERSION} with Go, which takes minutes`,
    done: 'built',
    make: async (output, say) => {
      await download(options, say);
      await compile(output, options, say);
    },
  });
}

async function download(options: GoOptions, say: (state: string) => void): Promise<void> {
  const goMod = await readFile(join(MODULE_FOLDER, 'go.mod'), 'utf8');
  const total = goMod.match(/^\t\S+ v\S+/gm)?.length ?? 0;
  let done = 0;
  say(`downloading modules: 0 of up to ${total}`);
  const onLine = (line: string) => {
    if (/\.zip: 200 /.test(line)) say(`downloading modules: ${++done} of up to ${total}`);
  };
  await runGo(['mod', 'download', '-x'], { ...options, onLine });
}

/** Go does not print the packages that are already in its build cache, hence "up to". */
async function compile(
  output: string,
  options: GoOptions,
  say: (state: string) => void,
): Promise<void> {
  const list = await runGo(['list', ...BUILD_FLAGS, '-deps', CLI_PACKAGE], options);
  const total = list.trim().split('\n').length;
  const ldflags = `-ldflags=-s -w -X ${VERSION_VARIABLE}=${BUILT_CLI_VERSION}`;
  let done = 0;
  say(`compiling: 0 of up to ${total} packages`);
  await runGo(['build', '-v', ...BUILD_FLAGS, ldflags, '-o', output, CLI_PACKAGE], {
    ...options,
    onLine: () => say(`compiling: ${++done} of up to ${total} packages`),
  });
}
