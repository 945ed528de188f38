/** The last resort: the download that the SDK's test environment brings, kept in the cache folder. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { CLI_VERSION } from './cli-version.ts';

/** The SDK forgets a download after a day unless told how long it is good. */
const KEEP_FOR = '3650 days';

/**
 * The SDK cannot be asked to download only: it is asked for a server in memory,
 * which is ended at once, and leaves its executable in the folder.
 * @returns the executable's path.
 * @throws what the SDK threw, for instance where there is no way to the open internet.
 */
export async function downloadWithSdk(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const version = `v${CLI_VERSION}`;
  const executable = {
    type: 'cached-download',
    version,
    downloadDir: folder,
    ttl: KEEP_FOR,
  } as const;
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
  return join(folder, `temporal-${version}`);
}
