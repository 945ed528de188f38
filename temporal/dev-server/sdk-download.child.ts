/** Run by sdk-download.ts with a folder and a version. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';

const [downloadDir = '', version = ''] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('ERROR') });
// There is no call that only downloads. This one also starts a server in memory, which is ended.
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', version, downloadDir } },
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
await environment.teardown();
