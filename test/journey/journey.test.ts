import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import type { Method } from '../../domain/account.ts';
import type { SandboxTenant } from '../support/administrator.ts';
import { GRAPH_OPERATIONS } from '../../microsoft/graph/operations.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';
import { controlTenant } from '../support/tenant.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { type JourneyResult, walkJourney } from './journey.ts';

const WORKFLOW_ID = 'exchange-online/contoso';

describe.each<{ method: Method; tenant: SandboxTenant; users: number; groups: number }>([
  { method: 'all', tenant: 'contoso', users: 300, groups: 8 },
  { method: 'selected', tenant: 'contoso', users: 300, groups: 8 },
  // Exchange Web Services are switched off there.
  { method: 'all', tenant: 'northwind', users: 60, groups: 8 },
  { method: 'selected', tenant: 'northwind', users: 60, groups: 8 },
])('the main job for $method at $tenant', ({ method, tenant, users, groups }) => {
  let stack: Stack;
  let client: Client;
  let result: JourneyResult;
  beforeAll(async () => {
    // One of them on PGlite, which `npm start` uses.
    const embedded = method === 'all' && tenant === 'contoso';
    stack = await startStack({ users: 300, ...(embedded && { database: 'PGlite' }) });
    const connection = await Connection.connect({ address: stack.temporal.location.address });
    client = new Client({ connection, namespace: stack.temporal.location.namespace });
    const credentials = DEMO_ADMINISTRATOR;
    result = await walkJourney({ origin: stack.origin, credentials, method, tenant });
  });
  afterAll(async () => {
    await client.connection.close();
    await stack.close();
  });

  test('ends with the notification and the right counts', () => {
    expect(result).toMatchObject({ ok: true, notification: 'Exchange Online protected.' });
    expect(result.mailboxes).toBeGreaterThan(0);
    if (method === 'all') {
      expect(result).toMatchObject({ users, groups });
      expect(result.mailboxes).toBeLessThan(users);
    }
    expect(result.users).toBeGreaterThan(1);
  });

  test('uses only the operations of Graph that are listed with their permissions', async () => {
    const used = await controlTenant(stack.sandbox, `${tenant}.example`).operations();
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((operation) => !(operation in GRAPH_OPERATIONS.graph))).toEqual([]);
  });

  test('can be found by operators through typed search attributes', async () => {
    const query = `ProvisioningState = 'protected' and OrganizationId = 'contoso' and SyncMethod = '${method}' and QuarantineAdapter = 'graph'`;
    await expect
      .poll(async () => (await client.workflow.count(query)).count, { timeout: 20_000 })
      .toBe(1);
  });

  test('is readable in the history: summary, details, and a summary of each activity', async () => {
    const handle = client.workflow.getHandle(WORKFLOW_ID);
    const { events } = await handle.fetchHistory();
    const description = await handle.describe();
    expect(await description.staticSummary()).toBe('Exchange Online of contoso');
    const metadata = await handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    expect(metadata.currentDetails).toContain('Exchange Online is protected.');
    const scheduled = (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes);
    expect(scheduled.length).toBeGreaterThan(5);
    for (const event of scheduled) expect(event.userMetadata?.summary).toBeTruthy();
  });
});

describe.each<{ service: Service; method: Method }>([
  { service: 'sharepoint-online', method: 'all' },
  { service: 'sharepoint-online', method: 'selected' },
  { service: 'onedrive', method: 'all' },
  { service: 'onedrive', method: 'selected' },
])('the main job for $service and $method', ({ service, method }) => {
  const { name, reads } = SERVICES[service];
  let stack: Stack;
  let result: JourneyResult;
  beforeAll(async () => {
    stack = await startStack({ users: 100 });
    result = await walkJourney({
      origin: stack.origin,
      credentials: DEMO_ADMINISTRATOR,
      method,
      service,
    });
  });
  afterAll(() => stack.close());

  test('ends with the notification of the service, and with sites or drives', () => {
    expect(result).toMatchObject({ ok: true, notification: `${name} protected.`, users: 0 });
    expect(result.sites).toBeGreaterThan(1);
  });

  test('uses only the operations of Graph that its consent is asked for', async () => {
    const used = await controlTenant(stack.sandbox, 'contoso.example').operations();
    expect(used.length).toBeGreaterThan(1);
    // Microsoft's next links of the list have another path.
    const named = used.map((operation) => operation.replace('oneDrive.getAllSites', 'getAllSites'));
    expect(named.filter((operation) => !(operation in GRAPH_OPERATIONS[reads]))).toEqual([]);
  });
});

test('a history does not grow with the tenant', async () => {
  const histories: string[][] = [];
  for (const users of [60, 3000]) {
    const stack = await startStack({ users });
    const { address, namespace } = stack.temporal.location;
    const connection = await Connection.connect({ address });
    await walkJourney({ origin: stack.origin, credentials: DEMO_ADMINISTRATOR, method: 'all' });
    const handle = new Client({ connection, namespace }).workflow.getHandle(WORKFLOW_ID);
    // Mailboxes are classified after the notification that ends the journey.
    await expect.poll(() => mailboxesClassified(handle), { timeout: 60_000 }).toBe(true);
    const history = await handle.fetchHistory();
    histories.push(activitiesOf(history));
    expect(decidedEvents(history).length).toBeLessThan(90);
    await connection.close();
    await stack.close();
  }
  expect(histories[0]).toEqual(histories[1]);
});

/**
 * The names of the activities except `waitForGrant`: whether the callback interrupts a
 * check and causes another depends on timing, not on the tenant.
 */
function activitiesOf({ events }: History): string[] {
  return (events ?? [])
    .map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name)
    .filter((name) => typeof name === 'string')
    .filter((name) => name !== 'waitForGrant')
    .toSorted();
}

const { EventType } = temporal.api.enums.v1;
const TASKS: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
];

/** The events except those of workflow tasks, of which a loaded machine needs more. */
const decidedEvents = ({ events }: History) =>
  (events ?? []).filter(({ eventType }) => !TASKS.includes(eventType));

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

async function mailboxesClassified(handle: WorkflowHandle): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  const scheduled = (events ?? []).find(
    (event) =>
      event.activityTaskScheduledEventAttributes?.activityType?.name === 'classifyMailboxes',
  );
  return (events ?? []).some(
    (event) =>
      scheduled?.eventId &&
      event.activityTaskCompletedEventAttributes?.scheduledEventId?.equals(scheduled.eventId),
  );
}
