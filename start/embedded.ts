/** The embedded default: the whole product in one process. */
import { Runtime, DefaultLogger } from '@temporalio/worker';
import { join } from 'node:path';
import { composeApi } from '../api/compose.ts';
import { seedDemo, seedFirstAdministrator } from '../api/authentication/seeds.ts';
import { DRAIN, type Fetching, listen } from '../api/server.ts';
import type { SenderOptions } from '../delivery/sender.ts';
import { forEachConsent } from '../domain/consents.ts';
import type { MailServer } from '../mail/environment.ts';
import type { MicrosoftConfiguration } from '../microsoft/configuration.ts';
import { listenSandbox } from '../sandbox/server.ts';
import { openDatabase } from '../store/database.ts';
import type { Connection } from '../store/connection.ts';
import { migrate } from '../store/migrate.ts';
import { connectClient, connectWorker, type TemporalLocation } from '../temporal/connection.ts';
import { createOutgoing } from '../temporal/outgoing.ts';
import { workflowBundle } from '../worker/bundle.ts';
import { composeActivities } from '../worker/compose.ts';
import { createWorker, LONGEST_SHUTDOWN } from '../worker/worker.ts';
import { chooseConsolePort, chooseSandboxPort } from './ports.ts';
import { embeddedRegistrations } from './registrations.ts';
import { embeddedSecret } from './secret.ts';
import { createStartingApp } from './starting.ts';
import { createStartup, type Startup, TEMPORAL_SERVER } from './startup.ts';

type Closer = () => Promise<unknown>;

/** A part that may take a while to end. */
export interface Ending {
  readonly part: string;
  readonly waitsFor: string;
  /** In milliseconds. */
  readonly atMost: number;
}
const API: Ending = { part: 'console and API', waitsFor: 'requests in progress', atMost: DRAIN };
const WORKER: Ending = {
  part: 'worker',
  waitsFor: 'work in progress',
  atMost: LONGEST_SHUTDOWN,
};
type OnClose = (closer: Closer, ending?: Ending) => void;

export interface EmbeddedOptions {
  /** The folder for all state. */
  readonly folder: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly sandboxPort: number;
  readonly sandboxUsers: number;
  /** PostgreSQL instead of PGlite. */
  readonly databaseUrl?: string;
  /** May still be starting. Everything that does not need it starts in the meantime. */
  readonly temporal: TemporalLocation | Promise<TemporalLocation>;
  /** A real tenant instead of the sandbox. */
  readonly microsoft?: MicrosoftConfiguration;
  /** Where mail is sent; the sandbox's by default, and with a real tenant none. */
  readonly mailServer?: MailServer;
  readonly origin?: string;
  /** The folder of the console, which may still be building; null for none. */
  readonly consoleFolder: string | null | Promise<string | null>;
  /** The bundled workflows. They are bundled now when it is absent. */
  readonly workflowBundle?: { readonly codePath: string };
  /** The address of Temporal's UI, if it is known. */
  readonly temporalUi?: string | null | Promise<string | null>;
  /** Changes that one person may make in an organization in a minute. */
  readonly maxChanges?: number;
  /** Milliseconds between health checks of an account. */
  readonly healthInterval?: number;
  /** How webhooks are sent. Their endpoints may be on this machine. */
  readonly webhooks?: Partial<SenderOptions>;
  /** Records what the start is waiting for. */
  readonly startup?: Startup;
  readonly report: (error: unknown, correlationId: string) => void;
}

export interface Embedded {
  readonly origin: string;
  readonly sandboxOrigin: string | null;
  /** Set when this start created one: with a real tenant and an empty database. */
  readonly firstAdministrator: { readonly email: string; readonly password: string } | null;
  /** Ends each part, and tells of each that may take a while before it does. */
  close(onEnding?: (ending: Ending) => void): Promise<void>;
}

/**
 * Starts sandbox, database, worker and API. The address answers immediately:
 * until everything is running, it says what is being waited for. When a part
 * fails, the others are ended.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { startup = createStartup() } = options;
  const port = await chooseConsolePort(options.port);
  const origin = options.origin ?? `http://localhost:${port}`;
  let app: Fetching = createStartingApp(startup);
  const server = await listen(
    { fetch: (request, environment) => app.fetch(request, environment) },
    { host: '127.0.0.1', port, setting: 'PROVOST_PORT' },
  );
  const closers: { closer: Closer; ending?: Ending }[] = [];
  const close: Embedded['close'] = async (onEnding = () => undefined) => {
    onEnding(API);
    await server.close();
    for (const { closer, ending } of closers.splice(0).toReversed()) {
      if (ending) onEnding(ending);
      await closer();
    }
  };
  try {
    const composed = await compose({ ...options, origin, startup }, (closer, ending) =>
      closers.push({ closer, ending }),
    );
    app = composed.app;
    const { sandboxOrigin, firstAdministrator } = composed;
    return { origin, sandboxOrigin, firstAdministrator, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  options: EmbeddedOptions & { origin: string; startup: Startup },
  onClose: OnClose,
) {
  const { origin, startup, report } = options;
  // The Temporal server comes first: it can take minutes, the other parts take seconds.
  const location = startup.track(TEMPORAL_SERVER, options.temporal);
  const store = startup.track('database', openStore(options, onClose));
  const microsoftTenant = startup.track('sandbox tenant', openTenant(options, onClose));
  const [temporal, temporalUi, consoleFolder, connection, tenant, bundle, secret] =
    await Promise.all([
      location,
      options.temporalUi ?? null,
      startup.track('console build', options.consoleFolder),
      store,
      microsoftTenant,
      startup.track('workflow bundle', options.workflowBundle ?? workflowBundle()),
      embeddedSecret(options.folder),
    ]).catch(async (error: unknown) => {
      // What is still opening must be open before it can be closed.
      await Promise.allSettled([store, microsoftTenant]);
      throw error;
    });
  const { microsoft, sandboxOrigin } = tenant;
  const mailServer = options.mailServer ?? tenant.mailServer;
  const firstAdministrator = await seedPeople(connection.db, sandboxOrigin !== null);

  const client = connectClient(temporal);
  onClose(() => client.connection.close());
  quietRuntime();
  const workerConnection = await startup.track(TEMPORAL_SERVER, connectWorker(temporal));
  onClose(() => workerConnection.close());
  const webhooks = { allowLoopback: true, ...options.webhooks };
  const worker = await createWorker({
    connection: workerConnection,
    namespace: temporal.namespace,
    activities: composeActivities(connection, microsoft, {
      outgoing: createOutgoing(client),
      alertOperators: ({ sentence }) => report(new Error(sentence), 'alert to operators'),
      healthInterval: options.healthInterval,
      secret,
      mail: mailServer && { ...mailServer, origin, secret },
      webhooks,
    }),
    workflowBundle: bundle,
    shutdownGraceTime: '1 second',
  });
  const running = worker.run();
  running.catch((error: unknown) => report(error, 'worker'));
  onClose(async () => {
    worker.shutdown();
    await running.catch(() => undefined);
  }, WORKER);

  const app = await composeApi({
    origin,
    secret,
    connection,
    client,
    microsoft,
    consoleFolder,
    temporalUi,
    mailIsOn: mailServer !== null,
    webhooks,
    maxChanges: options.maxChanges,
    report,
  });
  return { app, sandboxOrigin, firstAdministrator };
}

async function openStore({ databaseUrl, folder }: EmbeddedOptions, onClose: OnClose) {
  const connection = await openDatabase(databaseUrl ? { databaseUrl } : { folder });
  onClose(() => connection.close());
  await migrate(connection.db);
  return connection;
}

/** Public passwords exist only with the sandbox. */
async function seedPeople(db: Connection['db'], demonstration: boolean) {
  if (!demonstration) return seedFirstAdministrator(db);
  await seedDemo(db);
  return null;
}

async function openTenant(
  { microsoft, folder, sandboxPort, sandboxUsers }: EmbeddedOptions,
  onClose: OnClose,
): Promise<{
  microsoft: MicrosoftConfiguration;
  sandboxOrigin: string | null;
  mailServer: MailServer | null;
}> {
  if (microsoft) return { microsoft, sandboxOrigin: null, mailServer: null };
  const registrations = await embeddedRegistrations(folder);
  const sandbox = await listenSandbox({
    port: await chooseSandboxPort(sandboxPort),
    users: sandboxUsers,
    registrations: Object.values(registrations).map((each) => each.sandbox),
    stateFile: join(folder, 'sandbox.json'),
  });
  onClose(() => sandbox.close());
  const { origin } = sandbox;
  return {
    sandboxOrigin: origin,
    mailServer: { url: `smtp://127.0.0.1:${sandbox.smtpPort}`, from: SANDBOX_SENDER },
    microsoft: {
      cloud: 'global',
      origins: { login: origin, graph: origin, outlook: origin },
      sharePointDomain: SHAREPOINT_DOMAIN,
      registrations: forEachConsent((kind) => registrations[kind].product),
    },
  };
}

const SANDBOX_SENDER = { name: 'Provost', address: 'noreply@provost.example' };

/** Of the sandbox's sites. */
const SHAREPOINT_DOMAIN = 'sharepoint.example';

let installed = false;
/** The SDK has one runtime per process, which can be installed only once. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
