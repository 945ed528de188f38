/**
 * Allows one server for each database file. Next to it, `.pid` records the
 * server's process and its owner, and `.unfinished` marks a file that no server
 * has served yet.
 */
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { describeProcess, endProcess } from './processes.ts';
import { DevServerError } from './errors.ts';

/** Another process uses the same database file. */
class DatabaseInUseError extends DevServerError {
  override readonly name = 'DatabaseInUseError';
}

const processSchema = z.object({ pid: z.int(), startedAt: z.string() });
const recordSchema = z.object({ server: processSchema, owner: processSchema });
type ProcessIdentity = z.infer<typeof processSchema>;

const GRACE_MS = 10_000;

/**
 * Makes sure that no other server uses the database file. A server whose owner
 * died without ending it is ended. It is identified by process id, start time
 * and command line.
 * @throws DatabaseInUseError when the owner of the other server is still running.
 */
export async function claimDatabase(
  databaseFile: string,
  report: (line: string) => void,
): Promise<void> {
  await mkdir(dirname(databaseFile), { recursive: true });
  const record = await readRecord(databaseFile);
  if (record && (await serves(record.server, databaseFile))) {
    const { server, owner } = record;
    if (await isRunning(owner)) throw inUse(databaseFile, server.pid, owner.pid);
    await endProcess(server.pid, server.startedAt, GRACE_MS);
    report(`Ended a Temporal server (process ${server.pid}) that an earlier start left behind.`);
  }
  await releaseDatabase(databaseFile);
  await discardUnfinished(databaseFile);
}

/** Records that the child serves the file for this process. */
export async function recordServer(databaseFile: string, pid: number): Promise<void> {
  const record = { server: await identify(pid), owner: await identify(process.pid) };
  await writeFile(`${databaseFile}.pid`, JSON.stringify(record));
}

export async function releaseDatabase(databaseFile: string): Promise<void> {
  await rm(`${databaseFile}.pid`, { force: true });
}

/** The database may contain workflows from now on. */
export async function markFinished(databaseFile: string): Promise<void> {
  await rm(`${databaseFile}.unfinished`, { force: true });
}

/**
 * A server that is killed while it creates its schema leaves an empty file that
 * no server can open. It is deleted.
 */
async function discardUnfinished(databaseFile: string): Promise<void> {
  const marker = `${databaseFile}.unfinished`;
  if (await exists(marker)) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      await rm(databaseFile + suffix, { force: true });
    }
  }
  if (!(await exists(databaseFile))) await writeFile(marker, '');
}

async function readRecord(databaseFile: string) {
  const text = await readFile(`${databaseFile}.pid`, 'utf8').catch(() => null);
  try {
    return text === null ? null : recordSchema.parse(JSON.parse(text));
  } catch {
    return null; // Truncated by a crash.
  }
}

async function serves({ pid, startedAt }: ProcessIdentity, databaseFile: string): Promise<boolean> {
  const facts = await describeProcess(pid);
  return facts?.startedAt === startedAt && facts.commandLine.includes(databaseFile);
}

async function isRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await describeProcess(pid))?.startedAt === startedAt;
}

async function identify(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await describeProcess(pid))?.startedAt ?? '' };
}

function inUse(databaseFile: string, server: number, owner: number): DatabaseInUseError {
  return new DatabaseInUseError(
    `A Temporal server (process ${server}) is already running on ${databaseFile}, started by process ${owner}. Stop that one first, or choose another data folder.`,
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
