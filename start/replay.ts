/**
 * Replays a workflow's history with today's workflow code: under a debugger, or
 * to check that a change still replays it. Takes the id of a workflow on a
 * running server (`TEMPORAL_ADDRESS`, else that of `npm start`) or a file of
 * `workflows/histories`.
 *
 *   npx tsx start/replay.ts exchange-online/ORGANIZATION
 *
 * The Temporal extension of VS Code starts this file too and serves the history over HTTP.
 */
import proto from '@temporalio/proto';
import {
  DefaultLogger,
  type ReplayWorkerOptions,
  Runtime,
  startDebugReplayer,
  Worker,
} from '@temporalio/worker';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '../domain/configuration.ts';
import { connectClient } from '../temporal/connection.ts';

const { History } = proto.temporal.api.history.v1;

const environment = z.object({
  TEMPORAL_ADDRESS: z.string().default('localhost:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Set by the extension. */
  TEMPORAL_DEBUGGER_PLUGIN_URL: z.string().optional(),
});
const env = readConfiguration(environment, process.env);

// From the sources, not a finished bundle: the debug replayer adds interceptors to it.
const workflows = new URL('../workflows/services/workflows.ts', import.meta.url);
const options: ReplayWorkerOptions = { workflowsPath: fileURLToPath(workflows) };

async function historyOf(name: string): Promise<unknown> {
  if (name.endsWith('.binpb')) return History.decode(await readFile(name));
  const client = connectClient({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
  });
  try {
    return await client.workflow.getHandle(name).fetchHistory();
  } finally {
    await client.connection.close();
  }
}

async function replay(name: string | undefined): Promise<void> {
  if (!name) throw new Error('Usage: npx tsx start/replay.ts WORKFLOW_ID|FILE.binpb');
  await Worker.runReplayHistory(options, await historyOf(name));
  console.log(`Replayed ${name}`);
}

Runtime.install({ logger: new DefaultLogger('WARN') });
if (env.TEMPORAL_DEBUGGER_PLUGIN_URL) startDebugReplayer(options);
else await replay(process.argv[2]);
