/** Ends child processes together with this process. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const guarded = new Set<ChildProcess>();

/** Ends the child when this process exits or receives a signal. */
export function guardChild(child: ChildProcess): void {
  if (guarded.size === 0) listen();
  guarded.add(child);
  child.once('close', () => {
    guarded.delete(child);
    if (guarded.size === 0) unlisten();
  });
}

/** SIGTERM, then SIGKILL after the grace period. Resolves when the child is gone. */
export async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = new AbortController();
  const grace = delay(graceMs, 'late', { signal: timer.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, grace])) === 'late') child.kill('SIGKILL');
  await ended;
  timer.abort();
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function listen(): void {
  process.on('exit', onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off('exit', onExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onExit(): void {
  for (const child of guarded) child.kill('SIGTERM');
}

/** An application with its own handler stops its servers itself. Otherwise this replaces the default handler. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  const endings = [...guarded].map((child) => endChild(child, 5_000));
  void Promise.all(endings).finally(() => process.exit(128 + constants.signals[signal]));
}
