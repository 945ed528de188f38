/**
 * The production topology on one machine, without containers: PostgreSQL, a
 * Temporal server, a sandbox tenant, and from the files of the image any number
 * of API and worker processes with the environment of `docker-compose.yml`,
 * behind a load balancer.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { embeddedTemporal } from '../../start/temporal.ts';
import { openDatabase } from '../../store/database.ts';
import type { Connection } from '../../store/connection.ts';
import type { TemporalLocation } from '../../temporal/connection.ts';
import { choosePort } from '../../temporal/dev-server/ports.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { mailboxOf } from './mailbox.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { ensureBuilt } from './build.ts';
import { layOutImage } from './image.ts';
import { runProcess, startProcess, type TestProcess, whenProcess } from './processes.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

/** An API or a worker that is ready. */
export interface ServerProcess extends TestProcess {
  /** `api-1`, `worker-2`: also the `application_name` of its PostgreSQL connections. */
  readonly name: string;
  /** The address of the API, or of the worker's health check. */
  readonly address: string;
}

export interface Production {
  /** The files of the image. Programs that run in it find no package for development. */
  readonly folder: string;
  /** The address of the console: the load balancer. */
  readonly origin: string;
  readonly balancer: Balancer;
  readonly postgres: TestPostgres;
  /** For reading the database without the product. */
  readonly db: Connection['db'];
  /** The connection of `db`, for listening to notifications. */
  readonly connection: Connection;
  readonly temporal: TemporalServer;
  readonly sandbox: SandboxProcess;
  readonly administrator: { email: string; password: string };
  /** The environment of the API and worker processes. */
  environment(name: string): NodeJS.ProcessEnv;
  startApi(): Promise<ServerProcess>;
  startWorker(): Promise<ServerProcess>;
  /** The running workers. */
  workers(): ServerProcess[];
  close(): Promise<void>;
}

const ADMINISTRATOR = { email: 'operator@provost.example', password: 'a production password' };
const ORGANIZATION = 'Contoso Security';
export const ORGANIZATION_ID = 'contoso-security';

export interface ProductionOptions {
  readonly users: number;
  /** Sends mail to the sandbox's server. */
  readonly mail?: boolean;
  /** Further arguments of `npm run sandbox`. */
  readonly sandboxFlags?: readonly string[];
}

type OnClose = (closer: () => Promise<unknown>) => void;

/** Starts everything except API and worker processes. If a part fails to start, the others are stopped. */
export async function startProduction(options: ProductionOptions): Promise<Production> {
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
  { users, mail, sandboxFlags }: ProductionOptions,
  onClose: OnClose,
): Promise<Omit<Production, 'close'>> {
  await ensureBuilt();
  const { folder } = await layOutImage().then(closing(onClose, (it) => it.remove()));
  const [postgres, temporal, sandbox, balancer] = await Promise.all([
    startPostgres().then(closing(onClose, (it) => it.stop())),
    startTemporal(onClose),
    startSandboxProcess({ users, flags: sandboxFlags }).then(closing(onClose, (it) => it.close())),
    startBalancer().then(closing(onClose, (it) => it.close())),
  ]);
  const smtp = mail && {
    SMTP_URL: await mailboxOf(sandbox.origin).server(),
    MAIL_FROM: 'Provost <noreply@provost.example>',
  };
  const environment = (name: string): NodeJS.ProcessEnv => ({
    NODE_ENV: 'production',
    DATABASE_URL: `${postgres.url}?application_name=${name}`,
    TEMPORAL_ADDRESS: temporal.location.address,
    TEMPORAL_NAMESPACE: temporal.location.namespace,
    PROVOST_ORIGIN: balancer.origin,
    PROVOST_SECRET: 'of the tests alone, and long enough',
    PROVOST_HOST: '127.0.0.1',
    ...sandbox.microsoft,
    ...smtp,
  });
  await setUp(folder, environment('set-up'));
  const connection = await openDatabase({ databaseUrl: postgres.url });
  onClose(connection.close);
  const servers: ServerProcess[] = [];
  // They end in parallel, and before their dependencies.
  onClose(() => Promise.all(servers.map((server) => server.end())));
  const start = async (kind: keyof typeof KINDS) => {
    const name = `${kind}-${servers.filter((it) => it.name.startsWith(kind)).length + 1}`;
    const options = { name, folder, environment: environment(name) };
    const server = await startServer(kind, options, (it) => servers.push(it));
    if (kind === 'api') balancer.target = Number(new URL(server.address).port);
    return server;
  };
  return {
    folder,
    origin: balancer.origin,
    balancer,
    postgres,
    db: connection.db,
    connection,
    temporal,
    sandbox,
    administrator: ADMINISTRATOR,
    environment,
    startApi: () => start('api'),
    startWorker: () => start('worker'),
    workers: () => servers.filter((it) => it.running && it.name.startsWith('worker')),
  };
}

const closing =
  <T>(onClose: OnClose, close: (it: T) => Promise<unknown>) =>
  (it: T): T => {
    onClose(() => close(it));
    return it;
  };

/** The steps of an operator before the first start: the tables, then the first administrator. */
async function setUp(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const person = ['--email', ADMINISTRATOR.email, '--name', 'Olive Operator'];
  const steps = [
    { arguments: ['dist/store/migrate-command.js'] },
    {
      arguments: ['dist/api/create-administrator.js', ...person, '--organization', ORGANIZATION],
      input: `${ADMINISTRATOR.password}\n`,
    },
  ];
  for (const step of steps) {
    const { code, output } = await runProcess({ ...step, folder, environment });
    if (code !== 0) throw new Error(`${step.arguments[0]} ended with ${code}:\n${output}`);
  }
}

const KINDS = {
  api: { portSetting: 'PROVOST_PORT', ready: '/readyz' },
  worker: { portSetting: 'WORKER_HEALTH_PORT', ready: '/healthz' },
} as const;

const environmentSchema = z.object({
  NODE_OPTIONS: z.string().optional(),
  MALLOC_ARENA_MAX: z.string().optional(),
  MALLOC_MMAP_THRESHOLD_: z.string().optional(),
});
const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.array(z.string()).optional(),
      environment: environmentSchema.optional(),
    }),
  ),
});

/** Node's arguments and memory limits for such a process, from `docker-compose.yml`. */
export async function nodeOf(kind: keyof typeof KINDS) {
  const file: unknown = parse(await readFile('docker-compose.yml', 'utf8'), { merge: true });
  const service = composeSchema.parse(file).services[kind];
  return { command: service?.command ?? [], memory: service?.environment };
}

async function startServer(
  kind: keyof typeof KINDS,
  { name, folder, environment }: { name: string; folder: string; environment: NodeJS.ProcessEnv },
  onStart: (server: ServerProcess) => void,
): Promise<ServerProcess> {
  const { portSetting, ready } = KINDS[kind];
  const { command, memory } = await nodeOf(kind);
  const port = await choosePort(0, name, portSetting);
  const address = `http://127.0.0.1:${port}`;
  const child = startProcess({
    arguments: command,
    folder,
    environment: {
      ...environment,
      ...memory,
      [portSetting]: String(port),
    },
  });
  // Not spread, because `running` is a getter.
  const server = Object.assign(child, { name, address });
  onStart(server);
  await whenProcess(server, `${name} is ready`, async () => (await fetch(address + ready)).ok);
  return server;
}

export interface TemporalServer {
  readonly location: TemporalLocation;
  pid(): Promise<number>;
  /** A killed server is restarted on the same port and data. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
}

const claimSchema = z.object({ server: z.object({ pid: z.int() }) });

/** By default a dev server reads the search attributes from its database at each use, some 50 times an account. */
const AS_IN_PRODUCTION = { 'system.forceSearchAttributesCacheRefreshOnRead': false };

async function startTemporal(onClose: OnClose): Promise<TemporalServer> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-production-'));
  onClose(() => rm(folder, { recursive: true, force: true }));
  const { location, stop } = await embeddedTemporal({
    folder,
    namespace: 'default',
    port: 0,
    uiPort: null,
    environment: process.env,
    dynamicConfig: AS_IN_PRODUCTION,
    report: () => undefined,
  });
  const pid = async () => {
    const claim: unknown = JSON.parse(await readFile(join(folder, 'temporal.db.pid'), 'utf8'));
    return claimSchema.parse(claim).server.pid;
  };
  const signal = async (name: NodeJS.Signals) => void process.kill(await pid(), name);
  onClose(async () => {
    await signal('SIGCONT').catch(() => undefined);
    await stop();
  });
  return { location, pid, signal };
}
