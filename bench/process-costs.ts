/** What processes cost, as the system counts it (proc(5)): processor time and memory. */
import { readdir, readFile } from 'node:fs/promises';

/** `USER_HZ`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Of the process and of children that have ended. */
  readonly seconds: number;
}

async function statOf(pid: number): Promise<Stat> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold anything; what follows it is counted from field 3.
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
    // One may end while the list is gone through; its parent has its time then.
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
  if (Number.isNaN(kilobytes)) throw new Error(`The system does not tell ${of}`);
  return kilobytes / 1024;
}

/** Processor seconds by name, over a stretch of work. */
export type Costs = Readonly<Record<string, number>>;

/** Does some work and tells what it cost each of the processes. */
export async function costing<T>(
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
