/** Processor time and memory of processes, from proc(5). */
import { readdir, readFile } from 'node:fs/promises';

/** `USER_HZ`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Of the process and its ended children. */
  readonly seconds: number;
}

async function statOf(pid: number): Promise<Stat> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name is in parentheses and may contain anything. The next field after it is field 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const ticks = field(14) + field(15) + field(16) + field(17);
  return { parent: field(4), seconds: ticks / TICKS_PER_SECOND };
}

/** Processor seconds of a process and all its descendants so far. */
export async function cpuSeconds(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = new Map<number, Stat>();
  for (const each of pids) {
    // A process may end meanwhile. Its time then counts for its parent.
    const stat = await statOf(each).catch(() => null);
    if (stat) stats.set(each, stat);
  }
  const within = (each: number): boolean => {
    if (each === pid) return true;
    const parent = stats.get(each)?.parent;
    return parent !== undefined && parent > 1 && within(parent);
  };
  let sum = 0;
  for (const [each, { seconds }] of stats) if (within(each)) sum += seconds;
  return sum;
}

/** Megabytes that a process has in memory now (`VmRSS`), or had at most (`VmHWM`). */
export async function megabytes(pid: number, of: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const line = status.split('\n').find((each) => each.startsWith(`${of}:`));
  const kilobytes = Number(line?.split(/\s+/)[1]);
  if (Number.isNaN(kilobytes)) throw new Error(`/proc does not report ${of}`);
  return kilobytes / 1024;
}

/** Processor seconds by the name of the process. */
export type Costs = Readonly<Record<string, number>>;

/** Measures the processor seconds of each process during the work. */
export async function measureCosts<T>(
  pids: Readonly<Record<string, number>>,
  work: () => Promise<T>,
): Promise<{ result: T; costs: Costs }> {
  const before = await costsOf(pids);
  const result = await work();
  const after = await costsOf(pids);
  const costs = Object.keys(pids).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]);
  return { result, costs: Object.fromEntries(costs) as Costs };
}

async function costsOf(pids: Readonly<Record<string, number>>): Promise<Costs> {
  const entries = Object.entries(pids).map(
    async ([name, pid]) => [name, await cpuSeconds(pid)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
