/** `idle-day`: what a quiet day of one protected account costs, with its checks and its synchronization. */
import { type Service, SERVICE_IDS } from '../../domain/services/services.ts';
import { workflowIdOf } from '../../temporal/names.ts';
import { about, openSession } from '../../test/support/console-session.ts';
import { startPostgresStack, type PostgresStack } from '../../test/support/postgres-stack.ts';
import { controlTenant, type ControlledTenant } from '../../test/support/tenant.ts';
import { skipTime } from '../../test/support/time-skipping.ts';
import { submitAndWait, walkToTargets } from '../../test/support/walk.ts';
import type { Measurement } from '../measurement.ts';

const DAY = 86_400_000;
const DAYS = 3;
const MOST_EVENTS = 60;
const MOST_REQUESTS = 40;

/** Averages of a day. */
interface Day {
  readonly service: Service;
  readonly events: number;
  readonly requests: number;
}
type Round = readonly Day[];

export const idleDay: Measurement = {
  name: 'idle-day',
  ours: 'history events of a quiet day of the service that costs most',
  floor: 'nothing',
  unit: 'events',
  bar: {
    text: `at most ${MOST_EVENTS} events and ${MOST_REQUESTS} requests to Microsoft`,
    met: ({ rounds }) =>
      (rounds as readonly Round[])
        .flat()
        .every(({ events, requests }) => events <= MOST_EVENTS && requests <= MOST_REQUESTS),
  },
  rounds: 1,
  async run({ rounds, say }) {
    const measured: Round[] = [];
    while (measured.length < rounds) {
      const round = await measureDays();
      measured.push(round);
      say(round.map(sentence).join('; '));
    }
    const all = measured.flat();
    return {
      ours: Math.max(...all.map(({ events }) => events)),
      floor: null,
      rounds: measured,
      notes: all.map(sentence),
    };
  },
};

const sentence = ({ service, events, requests }: Day): string =>
  `${service}: ${events.toFixed(1)} events and ${requests.toFixed(1)} requests a day`;

async function measureDays(): Promise<Round> {
  const postgres = await startPostgresStack({ users: 50, ownServer: true });
  try {
    const tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
    const days: Day[] = [];
    for (const service of SERVICE_IDS) days.push(await measureService(postgres, tenant, service));
    return days;
  } finally {
    await postgres.close();
  }
}

async function measureService(
  postgres: PostgresStack,
  tenant: ControlledTenant,
  service: Service,
): Promise<Day> {
  const session = about(await openSession(postgres.stack), service);
  await walkToTargets(session);
  await submitAndWait(session);
  const workflowId = workflowIdOf(service, 'contoso');
  // What follows the first synchronization is over after a day.
  await skipTime(postgres.temporal, workflowId, DAY);
  const before = await spent(postgres, tenant, workflowId);
  await skipTime(postgres.temporal, workflowId, DAYS * DAY);
  const after = await spent(postgres, tenant, workflowId);
  return {
    service,
    events: (after.events - before.events) / DAYS,
    requests: (after.requests - before.requests) / DAYS,
  };
}

async function spent({ temporal }: PostgresStack, tenant: ControlledTenant, workflowId: string) {
  const { graph, token, ews } = await tenant.counters();
  const { historyLength } = await temporal.workflow.getHandle(workflowId).describe();
  return { events: historyLength, requests: graph + token + ews };
}
