/** The worker of bare workflows: a separate process with the settings of the product's worker. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { connectWorker } from '../../temporal/connection.ts';

export const BARE_TASK_QUEUE = 'bare';

/** A message to the parent process. */
export const reportSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ workflowId: z.string(), stage: z.number().int() }),
]);
type Report = z.infer<typeof reportSchema>;

const report = (message: Report) => void process.send?.(message);

const activities = {
  nothing: async (): Promise<void> => undefined,
  async reached(where: { workflowId: string; stage: number }): Promise<void> {
    report(where);
  },
};
export type BareActivities = typeof activities;

const locationSchema = z.object({ address: z.string(), namespace: z.string() });

async function main(location: unknown): Promise<void> {
  const { address, namespace } = locationSchema.parse(location);
  const logger = new DefaultLogger('WARN');
  Runtime.install({ logger });
  const connection = await connectWorker({ address, namespace });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: BARE_TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./bare.workflow.ts', import.meta.url)),
      logger,
    }),
    activities,
    maxCachedWorkflows: 400,
  });
  const running = worker.run();
  report({ ready: true });
  await running;
  await connection.close();
}

// Other modules import the queue name and the types.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(JSON.parse(process.argv[2] ?? ''));
  process.disconnect?.();
}
