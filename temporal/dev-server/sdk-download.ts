/** The download that the SDK's test environment contains. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLI_VERSION } from './cli-version.ts';
import { runProgram } from './run-program.ts';

const CHILD = fileURLToPath(new URL('sdk-download.child.ts', import.meta.url));

export interface SdkDownloadOptions {
  /** Created when absent. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Downloads the CLI in another process: the SDK's download cannot be cancelled,
 * and it would install the SDK's runtime in this process.
 * @returns the executable's path.
 * @throws ProgramError with the SDK's reason, for instance without a connection to the internet.
 */
export async function downloadWithSdk(options: SdkDownloadOptions): Promise<string> {
  const { folder, environment, signal } = options;
  await mkdir(folder, { recursive: true });
  const version = `v${CLI_VERSION}`;
  await runProgram([process.execPath, '--import', 'tsx', CHILD, folder, version], {
    title: 'downloading from temporal.download',
    // Node looks for tsx from here.
    folder: import.meta.dirname,
    environment,
    signal,
  });
  return join(folder, `temporal-${version}`);
}
