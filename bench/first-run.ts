/** One round of the first synchronization of a tenant: product and floor on the same servers. */
import { connectClient } from '../temporal/connection.ts';
import { workflowIdOf } from '../temporal/names.ts';
import type { ConsoleSession } from '../test/support/console-session.ts';
import { ORGANIZATION_ID } from '../test/support/production.ts';
import { untilProtected } from '../test/support/walk.ts';
import { type Floor, openFloor } from './floor-process.ts';
import type { FloorResult } from './floor/settings.ts';
import { type Costs, measureCosts, megabytes } from './process-costs.ts';
import { type Bench, openAccount, settle, withBench } from './topology.ts';
import { type RunRecord, whenPublished } from './run-record.ts';

export interface OurRun {
  /** From the request until readers see the new directory. */
  readonly seconds: number;
  readonly record: RunRecord;
  readonly costs: Costs;
}

export interface FloorRun extends FloorResult {
  readonly costs: Costs;
}

export interface FirstRun {
  readonly users: number;
  readonly ours: OurRun;
  readonly floor: FloorRun;
  /** Peak memory of the worker, from its start until the account is idle. */
  readonly peakMegabytes: number;
  readonly events: { readonly all: number; readonly withoutTaskEvents: number };
}

/** @param floorFirst alternates between rounds, so that neither side always has the warmer servers */
export function measureFirstRun(users: number, floorFirst: boolean): Promise<FirstRun> {
  return withBench({ users }, async (bench) => {
    const session = await openAccount(bench);
    const floor = await openFloor(bench);
    await floor.run('warm');
    const side = async () => {
      await settle(bench);
      return floorRun(bench, floor, 'full');
    };
    const early = floorFirst ? await side() : null;
    await settle(bench);
    const ours = await firstRun(bench, session);
    // The peak includes the background work of the account.
    await settle(bench);
    const peakMegabytes = await megabytes(bench.worker.pid, 'VmHWM');
    const events = await history(bench);
    const theirs = early ?? (await side());
    requireEqual(users, ours, theirs);
    return { users, ours, floor: theirs, peakMegabytes, events };
  });
}

/** Submits and measures until the directory is published. Then waits until the account is protected. */
export async function firstRun(
  bench: Bench,
  { client, ...session }: ConsoleSession,
): Promise<OurRun> {
  const run = await ourRun(bench, () => client.submit({ method: 'all' }));
  await untilProtected({ client, ...session });
  return run;
}

/** Measures from the request of a run until it is published. */
export async function ourRun(bench: Bench, request: () => Promise<unknown>): Promise<OurRun> {
  const { result, costs } = await measureCosts(bench.pids, async () => {
    const requestedAt = Date.now();
    await request();
    return whenPublished(bench, requestedAt);
  });
  return { ...result, costs };
}

export async function floorRun(
  { pids: { sandbox, PostgreSQL } }: Bench,
  floor: Floor,
  ...how: Parameters<Floor['run']>
): Promise<FloorRun> {
  const { result, costs } = await measureCosts({ sandbox, PostgreSQL }, () => floor.run(...how));
  return { ...result, costs: { ...costs, script: result.cpuSeconds } };
}

/** @throws Error if one side did less work than the other */
function requireEqual(users: number, { record }: OurRun, floor: FloorRun): void {
  const counts = [record.users, record.groups, record.memberships];
  const same = [floor.users, floor.groups, floor.memberships];
  if (record.users !== users || counts.join() !== same.join()) {
    throw new Error(`Ours published ${counts.join(', ')}, the floor ${same.join(', ')}`);
  }
}

/** Counts the events of the account's workflow. The number of workflow tasks and markers depends on timing. */
async function history({ production }: Bench): Promise<FirstRun['events']> {
  const client = connectClient(production.temporal.location);
  const handle = client.workflow.getHandle(workflowIdOf('exchange-online', ORGANIZATION_ID));
  const { events = [] } = await handle.fetchHistory();
  await client.connection.close();
  const timed = /workflowTask|markerRecorded/;
  const withoutTaskEvents = (events ?? []).filter(
    (event) => !Object.entries(event).some(([name, value]) => value && timed.test(name)),
  );
  return { all: events?.length ?? 0, withoutTaskEvents: withoutTaskEvents.length };
}
