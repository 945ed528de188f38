/** Names that no shard covers: the total shows that users are missing, and the unfiltered list is read. */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createActivities } from '../activities/activities.ts';
import { rowsInThreads } from '../activities/user-rows.ts';
import { createWebhookSender } from '../delivery/sender.ts';
import { createKeyVault } from '../delivery/signing-keys.ts';
import { createGraphs, type Graph, type Graphs } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import { listenSandbox } from '../sandbox/server.ts';
import type { Connection } from '../store/connection.ts';
import { migrate } from '../store/migrate.ts';
import { openPostgres } from '../store/postgres.ts';
import { viewOf } from '../store/store.fixture.ts';
import { createStore } from '../store/store.ts';
import { grantOf, sandboxConfiguration } from './support/sandbox-configuration.ts';
import { startPostgres, type TestPostgres } from './support/postgres.ts';
import { publishedDirectory } from './support/published.ts';
import { controlTenant } from './support/tenant.ts';

/** More than four full pages, so that they are read in shards. */
const USERS = 4200;
/** Users that are hidden from the shards, but not from the unfiltered list and the count. */
const isHidden = ({ userPrincipalName }: { userPrincipalName: string }) =>
  userPrincipalName.toLowerCase().startsWith('q');

const pageSchema = z.looseObject({
  value: z.array(z.looseObject({ userPrincipalName: z.string() })),
});

let sandbox: Awaited<ReturnType<typeof listenSandbox>>;
let server: TestPostgres;
let connection: Connection;
let tenantId: string;

beforeAll(async () => {
  [sandbox, server] = await Promise.all([
    listenSandbox({ port: 0, users: USERS }),
    startPostgres(),
  ]);
  connection = await openPostgres(server.url);
  await migrate(connection.db);
  const tenant = controlTenant(sandbox.origin, 'contoso.example');
  tenantId = await tenant.id();
  await tenant.grant(...grantOf('graph'));
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  await sandbox.close();
});

/** The product's Graph client, with the hidden users removed from every shard. */
function hidingGraph(): { graph: Graph; graphs: Graphs; wholeListRead: () => boolean } {
  const configuration = sandboxConfiguration(sandbox.origin);
  const identity = createIdentity(configuration);
  const graphs = createGraphs({ identity, configuration });
  const { graph } = graphs;
  let whole = false;
  return {
    graphs,
    wholeListRead: () => whole,
    graph: {
      ...graph,
      async userPage(page) {
        const answer = await graph.userPage(page);
        whole ||= page.filter === undefined;
        if (page.filter === undefined) return answer;
        const { value, ...rest } = pageSchema.parse(JSON.parse(answer.body));
        const body = JSON.stringify({ ...rest, value: value.filter((user) => !isHidden(user)) });
        return { ...answer, body, bytes: Buffer.from(body) };
      },
    },
  };
}

/** A dependency that reading must not use. */
const unused = (name: string) =>
  new Proxy({} as never, {
    get() {
      throw new Error(`Reading must not use ${name}`);
    },
  });

test('users outside every shard are still found', async () => {
  const { graph, graphs, wholeListRead } = hidingGraph();
  const store = createStore(connection.db);
  const view = viewOf({ tenantId });
  await store.accounts.record(view);
  const { synchronizeDirectory, publishDirectory } = createActivities({
    store,
    graph,
    graphs,
    identity: unused('identity'),
    exchange: unused('exchange'),
    outgoing: { start: async () => undefined },
    alertOperators: unused('alerts'),
    health: unused('health'),
    webhooks: {
      sender: createWebhookSender({ allowLoopback: false }),
      vault: createKeyVault(''),
    },
    mailer: null,
    userRows: rowsInThreads(),
    removalGuard: { share: 1, floor: 0 },
  });
  const { accountId, organizationId } = view;
  const service = 'exchange-online';
  const reference = { accountId, organizationId, service, tenantId } as const;
  const run = { ...reference, runId: randomUUID(), method: 'all' } as const;
  const environment = new MockActivityEnvironment();
  await environment.run(synchronizeDirectory, run);
  expect(wholeListRead()).toBe(true);
  await environment.run(publishDirectory, run);

  const { users } = await publishedDirectory(connection.db, accountId);
  expect(users).toHaveLength(USERS);
  expect(new Set(users.filter(isHidden).map(({ id }) => id)).size).toBeGreaterThan(10);
});
