/**
 * Measures a complete `all` provisioning on an otherwise idle worker: peak
 * memory, time, and the length of the workflow history.
 *
 *   npx tsx test/memory/main.ts --users 10000,1000000
 *
 * The last line is the ratio of the last size's peak memory to the first's.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { connectClient } from '../../temporal/connection.ts';
import { workflowIdOf } from '../../temporal/names.ts';
import { walkJourney } from '../journey/journey.ts';
import { ORGANIZATION_ID, type Production, startProduction } from '../support/production.ts';

const sizesSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.coerce.number<string>().int().min(10).max(1_000_000)).min(1));

interface Measurement {
  readonly users: number;
  readonly peakMegabytes: number;
  readonly seconds: number;
  readonly events: number;
  readonly pages: number;
}

const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { users: { type: 'string' } } });
  const measured: Measurement[] = [];
  for (const users of sizesSchema.parse(values.users ?? '10000,1000000')) {
    const measurement = await measure(users);
    say(measurement);
    measured.push(measurement);
  }
  const peaks = measured.map(({ peakMegabytes }) => peakMegabytes);
  say({ ratio: Number(((peaks.at(-1) ?? 0) / (peaks[0] ?? 1)).toFixed(2)) });
}

async function measure(users: number): Promise<Measurement> {
  const production = await startProduction({ users });
  try {
    await production.startApi();
    const worker = await production.startWorker();
    const { origin, administrator: credentials } = production;
    const journey = await walkJourney({ origin, credentials, method: 'all' });
    if (journey.users < users) throw new Error(`Only ${journey.users} users were published`);
    return {
      users: journey.users,
      peakMegabytes: await peakMegabytes(worker.pid),
      seconds: journey.seconds,
      events: await historyLength(production),
      pages: await pagesRead(production),
    };
  } finally {
    await production.close();
  }
}

/** The peak resident memory of the process. */
async function peakMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error('/proc does not report the peak memory (VmHWM)');
  return Math.round(Number(kilobytes) / 1024);
}

async function historyLength({ temporal }: Production): Promise<number> {
  const client = connectClient(temporal.location);
  const handle = client.workflow.getHandle(workflowIdOf('exchange-online', ORGANIZATION_ID));
  const { events } = await handle.fetchHistory();
  await client.connection.close();
  return events?.length ?? 0;
}

async function pagesRead({ db }: Production): Promise<number> {
  const { pages } = await db.selectFrom('syncRuns').select('pages').executeTakeFirstOrThrow();
  return pages;
}

await main();
