/** One build at a time: the others wait for it. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { describeProcess } from './processes.ts';

const holderSchema = z.object({ pid: z.int(), startedAt: z.string() });

/**
 * Waits for the lock, and takes over one whose process has died.
 * The builds rename into place, so two at once would be a waste but no harm.
 * @param onWait told each time that another process is found to hold it.
 * @returns a function that gives the lock back.
 */
export async function takeBuildLock(
  file: string,
  onWait: (pid: number) => void,
): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  const own = `${file}.${randomUUID()}`;
  const startedAt = (await describeProcess(process.pid))?.startedAt ?? '';
  await writeFile(own, JSON.stringify({ pid: process.pid, startedAt }));
  try {
    while (!(await tryLink(own, file))) await waitOrTakeOver(file, onWait);
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(file, { force: true });
}

async function waitOrTakeOver(file: string, onWait: (pid: number) => void): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  const holder = holderSchema.safeParse(parseJson(text)).data;
  const facts = holder && (await describeProcess(holder.pid));
  if (!holder || facts?.startedAt !== holder.startedAt) return rm(file, { force: true });
  onWait(holder.pid);
  await delay(500);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `link` fails when the target exists, and the target never exists without its content. */
async function tryLink(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
