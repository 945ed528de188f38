/** Starts the worker of bare workflows and receives their progress. */
import { fork } from 'node:child_process';
import { endChild, guardChild } from '../temporal/dev-server/child-guard.ts';
import type { TemporalLocation } from '../temporal/connection.ts';
import { reportSchema } from './floor/bare-worker.ts';

export interface BareWorker {
  readonly pid: number;
  /** Resolves when the workflow has completed a stage. */
  reached(workflowId: string, stage: number): Promise<void>;
  end(): Promise<void>;
}

const GRACE = 20_000;

export async function startBareWorker(location: TemporalLocation): Promise<BareWorker> {
  const child = fork('bench/floor/bare-worker.ts', [JSON.stringify(location)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  guardChild(child);
  const reached = new Set<string>();
  const waiting = new Map<string, () => void>();
  const keyOf = (workflowId: string, stage: number) => `${workflowId}#${stage}`;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The worker of bare workflows ended')));
    child.on('message', (message: unknown) => {
      const report = reportSchema.parse(message);
      if ('ready' in report) return resolve();
      const key = keyOf(report.workflowId, report.stage);
      reached.add(key);
      waiting.get(key)?.();
    });
  });
  return {
    pid: child.pid ?? 0,
    reached: (workflowId, stage) =>
      new Promise((resolve) => {
        const key = keyOf(workflowId, stage);
        if (reached.has(key)) resolve();
        else waiting.set(key, resolve);
      }),
    end: () => endChild(child, GRACE),
  };
}
