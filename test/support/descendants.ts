import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The descendants of a process. */
export async function descendantsOf(pid: number): Promise<{ pid: number; args: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const all = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, id, parent, args]) => ({ pid: Number(id), parent: Number(parent), args: args ?? '' }));
  const below = (parent: number): typeof all =>
    all.filter((it) => it.parent === parent).flatMap((it) => [it, ...below(it.pid)]);
  return below(pid);
}
