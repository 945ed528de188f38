/**
 * One server for each database file. Beside the file, `.pid` tells who serves it
 * and for whom, and `.unfinished` that it has never been served yet.
 */
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { describeProcess, endProcess } from './processes.ts';
import { DevServerError } from './errors.ts';

/** Another process serves the same database file. */
class DatabaseInUseError extends DevServerError {
  override readonly name = 'DatabaseInUseError';
}

const processSchema = z.object({ pid: z.int(), startedAt: z.string() });
const recordSchema = z.object({ server: processSchema, owner: processSchema });
type ProcessIdentity = z.infer<typeof processSchema>;

const GRACE_MS = 10_000;

/**
 * Makes sure that no other server has the database file. One whose owner has
 * died without ending it is ended here; it is known by process id, start time
 * and command line.
 * @throws DatabaseInUseError when the owner of the other server still runs.
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
    report(
      `Ended a Temporal server (process ${server.pid}) that an earlier start had left behind.`,
    );
  }
  await releaseDatabase(databaseFile);
  await discardUnfinished(databaseFile);
}

/** Tells later starts that the child serves the file for this process. */
export async function recordServer(databaseFile: string, pid: number): Promise<void> {
  const record = { server: await identify(pid), owner: await identify(process.pid) };
  await writeFile(`${databaseFile}.pid`, JSON.stringify(record));
}

export async function releaseDatabase(databaseFile: string): Promise<void> {
  await rm(`${databaseFile}.pid`, { force: true });
}

/** From now on the database may hold workflows. */
export async function markFinished(databaseFile: string): Promise<void> {
  await rm(`${databaseFile}.unfinished`, { force: true });
}

/**
 * A server killed while it made its schema leaves a file that no server can
 * open, and that has never held anything: the next one begins anew.
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
    return null; // Cut short by a crash: it names nobody.
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
