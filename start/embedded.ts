/** The embedded default: everything that the product needs, composed in one process. */
import { Runtime, DefaultLogger } from '@temporalio/worker';
import { join } from 'node:path';
import { composeApi } from '../api/compose.ts';
import { seedDemo, seedFirstAdministrator } from '../api/authentication/seeds.ts';
import { listen } from '../api/server.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import { listenSandbox } from '../sandbox/server.ts';
import { type Connection, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { connectClient, connectWorker, type TemporalLocation } from '../temporal/connection.ts';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { workflowBundle } from '../worker/bundle.ts';
import { composeActivities } from '../worker/compose.ts';
import { createWorker } from '../worker/worker.ts';
import { embeddedRegistrations } from './registrations.ts';
import { embeddedSecret } from './secret.ts';

export interface EmbeddedOptions {
  /** Where all state is kept. */
  readonly folder: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly sandboxPort: number;
  readonly sandboxUsers: number;
  /** PostgreSQL in place of PGlite. */
  readonly databaseUrl?: string;
  /** May still be starting: everything that does not need it is opened meanwhile. */
  readonly temporal: TemporalLocation | Promise<TemporalLocation>;
  /** A real tenant in place of the sandbox. */
  readonly microsoft?: MicrosoftConfiguration;
  readonly origin?: string;
  /** The folder of the built console, which may still be being built; null for none. */
  readonly consoleFolder: string | null | Promise<string | null>;
  /** The address of Temporal's UI, where one is known. */
  readonly temporalUi?: string | null | Promise<string | null>;
  readonly report: (error: unknown, correlationId: string) => void;
}

export interface Embedded {
  readonly origin: string;
  readonly sandboxOrigin: string | null;
  /** Set when this start made one: with a real tenant, on an empty database. */
  readonly firstAdministrator: { readonly email: string; readonly password: string } | null;
  close(): Promise<void>;
}

/** Starts sandbox, database, worker and API. What was started is ended again when a part fails. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    return { ...(await compose(options, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  options: EmbeddedOptions,
  onClose: (closer: () => Promise<unknown>) => void,
): Promise<Omit<Embedded, 'close'>> {
  const port = await choosePort(options.port, 'the console', 'PROVOST_PORT');
  const [temporal, temporalUi, consoleFolder, connection, bundle, tenant, secret] =
    await Promise.all([
      options.temporal,
      options.temporalUi ?? null,
      options.consoleFolder,
      openStore(options, onClose),
      workflowBundle(),
      openTenant(options, onClose),
      embeddedSecret(options.folder),
    ]);
  const { microsoft, sandboxOrigin } = tenant;
  const firstAdministrator = await seedPeople(connection.db, sandboxOrigin !== null);

  quietRuntime();
  const workerConnection = await connectWorker(temporal);
  onClose(() => workerConnection.close());
  const worker = await createWorker({
    connection: workerConnection,
    namespace: temporal.namespace,
    activities: composeActivities(connection, microsoft),
    workflowBundle: bundle,
    shutdownGraceTime: '1 second',
  });
  const running = worker.run();
  running.catch((error: unknown) => options.report(error, 'worker'));
  onClose(async () => {
    worker.shutdown();
    await running.catch(() => undefined);
  });

  const client = connectClient(temporal);
  onClose(() => client.connection.close());
  const origin = options.origin ?? `http://localhost:${port}`;
  const { report } = options;
  const app = await composeApi({
    origin,
    secret,
    connection,
    client,
    microsoft,
    consoleFolder,
    temporalUi,
    report,
  });
  const server = await listen(app, { host: '127.0.0.1', port, setting: 'PROVOST_PORT' });
  onClose(() => server.close());
  return { origin, sandboxOrigin, firstAdministrator };
}

async function openStore(
  { databaseUrl, folder }: EmbeddedOptions,
  onClose: (closer: () => Promise<unknown>) => void,
) {
  const connection = await openDatabase(databaseUrl ? { databaseUrl } : { folder });
  onClose(() => connection.close());
  await migrate(connection.db);
  return connection;
}

/** Public passwords are for the sandbox alone. */
async function seedPeople(db: Connection['db'], demonstration: boolean) {
  if (!demonstration) return seedFirstAdministrator(db);
  await seedDemo(db);
  return null;
}

async function openTenant(
  { microsoft, folder, sandboxPort, sandboxUsers }: EmbeddedOptions,
  onClose: (closer: () => Promise<unknown>) => void,
): Promise<{ microsoft: MicrosoftConfiguration; sandboxOrigin: string | null }> {
  if (microsoft) return { microsoft, sandboxOrigin: null };
  const registrations = await embeddedRegistrations(folder);
  const { exchange, graph } = registrations;
  const sandbox = await listenSandbox({
    port: await choosePort(sandboxPort, 'the sandbox tenant', 'SANDBOX_PORT'),
    users: sandboxUsers,
    registrations: [exchange.sandbox, graph.sandbox],
    stateFile: join(folder, 'sandbox.json'),
  });
  onClose(() => sandbox.close());
  const { origin } = sandbox;
  return {
    sandboxOrigin: origin,
    microsoft: {
      cloud: 'global',
      origins: { login: origin, graph: origin, outlook: origin },
      registrations: { exchange: exchange.product, graph: graph.product },
    },
  };
}

let installed = false;
/** The SDK's runtime is one for the process and is told only once how to log. */
function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
