/** `idle`: protected, waiting accounts on one worker with a limited workflow cache. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import { connectClient } from '../../temporal/connection.ts';
import { TASK_QUEUE, workflowIdOf } from '../../temporal/names.ts';
import type { AccountSnapshot } from '../../workflows/account/account.ts';
import { accountQuery, checkRequestedSignal } from '../../workflows/account.messages.ts';
import type { Measurement } from '../measurement.ts';
import { megabytes } from '../process-costs.ts';
import { median } from '../statistics.ts';
import { type Bench, withBench } from '../topology.ts';

const ACCOUNTS = 5000;
const MOST_MEGABYTES = 700;
const AT_ONCE = 64;

interface Round {
  /** Memory with all accounts open, and the peak while they are woken. */
  readonly openMegabytes: number;
  readonly peakMegabytes: number;
  readonly openSeconds: number;
  readonly wakeSeconds: number;
}

export const idle: Measurement = {
  name: 'idle',
  ours: 'peak memory of a worker with 5,000 protected accounts, all of them woken',
  floor: 'nothing',
  unit: 'MB',
  bar: {
    text: `below ${MOST_MEGABYTES} MB, no failure`,
    met: ({ ours }) => ours < MOST_MEGABYTES,
  },
  rounds: 5,
  async run({ rounds, say }) {
    const measured: Round[] = [];
    while (measured.length < rounds) {
      const round = await withBench({ users: 10 }, (bench) => measureIdle(bench, ACCOUNTS));
      measured.push(round);
      say(
        `round ${measured.length}: ${round.openMegabytes.toFixed(0)} MB open, ${round.peakMegabytes.toFixed(0)} MB at most; woken in ${round.wakeSeconds.toFixed(1)} s`,
      );
    }
    const of = (name: keyof Round) => median(measured.map((round) => round[name]));
    return {
      ours: of('peakMegabytes'),
      floor: null,
      rounds: measured,
      notes: [
        `open in ${of('openSeconds').toFixed(1)} s with ${of('openMegabytes').toFixed(0)} MB; woken in ${of('wakeSeconds').toFixed(1)} s`,
        'woken: a signal and a query each; every answer was “protected”',
      ],
    };
  },
};

export async function measureIdle({ production, worker }: Bench, accounts: number): Promise<Round> {
  const client = connectClient(production.temporal.location);
  const organizations = Array.from({ length: accounts }, (_, index) => `idle-${index}`);
  try {
    const openSeconds = await forAll(organizations, (id) => open(client, id));
    // A worker must load a workflow to answer its query.
    await forAll(organizations, (id) => requireProtected(client, id));
    const openMegabytes = await megabytes(worker.pid, 'VmRSS');
    const wakeSeconds = await forAll(organizations, (id) => wake(client, id));
    return {
      openMegabytes,
      peakMegabytes: await megabytes(worker.pid, 'VmHWM'),
      openSeconds,
      wakeSeconds,
    };
  } finally {
    await client.connection.close();
  }
}

/** @returns seconds */
async function forAll(ids: readonly string[], work: (id: string) => Promise<unknown>) {
  const atOnce = pLimit(AT_ONCE);
  const begun = performance.now();
  await Promise.all(ids.map((id) => atOnce(() => work(id))));
  return (performance.now() - begun) / 1000;
}

/** Starts an account in the state that continue-as-new leaves of a protected one. */
async function open(client: Client, organizationId: string): Promise<void> {
  await client.workflow.start('ProvisionExchangeWorkflow', {
    workflowId: workflowIdOf('exchange-online', organizationId),
    taskQueue: TASK_QUEUE,
    args: [{ organizationId, checksHealth: true, resumed: protectedAccount(organizationId) }],
  });
}

async function wake(client: Client, organizationId: string): Promise<void> {
  const id = workflowIdOf('exchange-online', organizationId);
  await client.workflow.getHandle(id).signal(checkRequestedSignal, { accountId: randomUUID() });
  await requireProtected(client, organizationId);
}

async function requireProtected(client: Client, organizationId: string): Promise<void> {
  const id = workflowIdOf('exchange-online', organizationId);
  const { state } = await client.workflow.getHandle(id).query(accountQuery);
  if (state !== 'protected') throw new Error(`${id} is ${state}`);
}

function protectedAccount(organizationId: string): AccountSnapshot {
  const now = new Date().toISOString();
  const granted = {
    status: 'granted',
    attemptId: randomUUID(),
    failure: null,
    changedAt: now,
  } as const;
  return {
    // By the names of the inboxes in workflows/.
    kept: {
      targets: { chosen: { method: 'all', targetIds: [] }, agreed: true },
      synchronization: { occasion: 'first', outcome: 'published', retried: false },
      announcement: { said: true },
    },
    view: {
      accountId: randomUUID(),
      organizationId,
      service: 'exchange-online',
      revision: 20,
      state: 'protected',
      stateSince: now,
      consentStep: null,
      attention: null,
      tenantId: randomUUID(),
      method: 'all',
      targetCount: null,
      consents: { exchange: granted, graph: granted },
      runId: randomUUID(),
      removalStep: null,
    },
  };
}
