/** The embedded default on free ports and in a temporary folder: API, worker and sandbox of one test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtConsole } from '../../start/console.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../start/embedded.ts';
import { embeddedTemporal, type EmbeddedTemporal } from '../../start/temporal.ts';
import { OLDEST_SKIPPING_TIME } from '../../temporal/dev-server/cli-version.ts';
import { TEST_SERVER_CONFIG } from './temporal-config.ts';
import { isTestRun, sharedDatabase, sharedNamespace, sharedService } from './services.ts';

export interface Stack extends Embedded {
  readonly folder: string;
  readonly temporal: EmbeddedTemporal;
  /** The sandbox's address, which this stack always has. */
  readonly sandbox: string;
  /** Ends the API, the worker and the sandbox, and starts them again on the same ports. */
  restart(): Promise<void>;
}

export type StackOptions = Partial<EmbeddedOptions> & {
  readonly users?: number;
  /** Serves the built console too; most tests are of the API and need none. */
  readonly console?: boolean;
  /** PGlite is what `npm start` uses. In a test run the default is a database of the shared PostgreSQL. */
  readonly database?: 'PGlite';
};

/**
 * Starts a stack. In a test run its Temporal namespace and its database belong
 * to servers that all files share; elsewhere it has servers of its own.
 */
export async function startStack({
  users = 50,
  console = false,
  database,
  ...options
}: StackOptions = {}): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-'));
  const shared = isTestRun();
  const temporal = shared ? await namespaceOfTests() : await ownTemporal(folder);
  const postgres =
    shared && database !== 'PGlite' && !options.databaseUrl ? await sharedDatabase() : null;
  const settings: EmbeddedOptions = {
    folder,
    port: 0,
    sandboxPort: 0,
    sandboxUsers: users,
    temporal: temporal.location,
    databaseUrl: postgres?.url,
    consoleFolder: console ? await builtConsole() : null,
    workflowBundle: shared ? { codePath: await sharedService('bundle') } : undefined,
    report: (error: unknown) => process.stderr.write(`${String(error)}\n`),
    ...options,
  };
  let embedded = await startEmbedded(settings);
  const { origin, sandboxOrigin } = embedded;
  const ports = { port: portOf(origin), sandboxPort: portOf(sandboxOrigin ?? origin) };
  return {
    origin,
    sandboxOrigin,
    firstAdministrator: null,
    sandbox: sandboxOrigin ?? '',
    folder,
    temporal,
    async restart() {
      await embedded.close();
      embedded = await startEmbedded({ ...settings, ...ports });
    },
    async close() {
      await embedded.close();
      await temporal.stop();
      await postgres?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function namespaceOfTests(): Promise<EmbeddedTemporal> {
  const { stop, ...location } = await sharedNamespace();
  return { location, uiAddress: null, stopsWithin: 0, stop };
}

const ownTemporal = (folder: string): Promise<EmbeddedTemporal> =>
  embeddedTemporal({
    folder,
    namespace: 'default',
    port: 0,
    uiPort: null,
    environment: process.env,
    dynamicConfig: TEST_SERVER_CONFIG,
    oldest: OLDEST_SKIPPING_TIME,
    report: () => undefined,
  });

const portOf = (origin: string) => Number(new URL(origin).port);
