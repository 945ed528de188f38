/** A real PostgreSQL of the test's own: a new cluster in a temporary folder, on loopback. */
import { execFile, type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { guardChild, hasEnded } from '../../temporal/dev-server/child-guard.ts';
import { choosePort } from '../../temporal/dev-server/ports.ts';

const run = promisify(execFile);

export interface TestPostgres {
  /** The address of the database `provost`. */
  readonly url: string;
  /** Of the server that runs now. */
  pid(): number;
  /** Makes a further, empty database. */
  create(name: string): Promise<string>;
  /** Ends the server at once, as a crash would: what was committed is on disk, no more. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port, and waits until it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL 15 or later; it does not run as root, so root lends it to the user `postgres`. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-postgres-'));
  const owner = await serverUser(folder);
  const bin = await serverBinaries();
  const data = join(folder, 'data');
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'provost', '-A', 'trust', '--no-sync'], owner);
  const port = await choosePort(0, 'PostgreSQL', 'nothing');
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`];
  const base = `postgres://provost@127.0.0.1:${port}`;
  const start = async () => {
    const flags = ['-D', data, '-p', String(port), ...settings];
    const started = spawn(join(bin, 'postgres'), flags, { ...owner, stdio: 'ignore' });
    guardChild(started);
    await answering(`${base}/postgres`);
    return started;
  };
  const create = async (name: string) => {
    const client = new Client({ connectionString: `${base}/postgres` });
    await client.connect();
    await client.query(`create database ${client.escapeIdentifier(name)}`);
    await client.end();
    return `${base}/${name}`;
  };
  let server = await start();
  return {
    url: await create('provost'),
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

/** PostgreSQL's fast shutdown (SIGINT) cuts the connections that are left, the immediate one (SIGQUIT) all at once. */
function ended(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<unknown> {
  if (hasEnded(server)) return Promise.resolve();
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  return exit;
}

async function serverUser(folder: string): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (userInfo().uid !== 0) return { cwd: folder };
  const [uid, gid] = await Promise.all(['-u', '-g'].map(idOfPostgres));
  await chown(folder, uid ?? 0, gid ?? 0);
  return { uid, gid, cwd: folder };
}

async function idOfPostgres(flag: string): Promise<number> {
  return Number((await run('id', [flag, 'postgres'])).stdout);
}

/** Debian keeps the server's binaries off the PATH, a folder a version. */
async function serverBinaries(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest) return join(root, newest, 'bin');
  throw new Error('PostgreSQL is not installed: on Debian, `apt-get install postgresql`.');
}

async function answering(connectionString: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return await client.end();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('PostgreSQL did not answer within ten seconds');
}
