/** Identifies processes over time: the system reuses process ids. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface ProcessFacts {
  /** Opaque. Together with the id it identifies a process for good. */
  readonly startedAt: string;
  readonly commandLine: string;
}

/** Describes a running process; null when there is none with that id. */
export async function describeProcess(pid: number): Promise<ProcessFacts | null> {
  return process.platform === 'linux' ? fromProcFolder(pid) : fromPs(pid);
}

async function fromProcFolder(pid: number): Promise<ProcessFacts | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    // The command's name may contain spaces and parentheses, so the fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt = ''] = [fields[0], fields[19]];
    return state === 'Z' ? null : { startedAt, commandLine };
  } catch {
    return null;
  }
}

/** `lstart` prints five words, such as `Tue Nov 24 10:29:28 2026`. */
async function fromPs(pid: number): Promise<ProcessFacts | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=,args=', '-p', `${pid}`]);
    const words = stdout.trim().split(/\s+/);
    return { startedAt: words.slice(0, 5).join(' '), commandLine: words.slice(5).join(' ') };
  } catch {
    return null;
  }
}

/** SIGTERM, then SIGKILL after the grace period, for a process that is not our child. */
export async function endProcess(pid: number, startedAt: string, graceMs: number): Promise<void> {
  const isThere = async () => (await describeProcess(pid))?.startedAt === startedAt;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isThere())) return;
    process.kill(pid, signal);
    const deadline = performance.now() + graceMs;
    while (performance.now() < deadline && (await isThere())) await delay(50);
  }
}
