/** Every call of a list, every answer, once, for one item always, and always: each cell has an end. */
import pLimit, { type LimitFunction } from 'p-limit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONSENT_KINDS } from '../../domain/consents.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { createGraphs } from '../../microsoft/graph.ts';
import { createIdentity, type Identity } from '../../microsoft/identity.ts';
import { listenSandbox, type ListeningSandbox } from '../../sandbox/server.ts';
import type { Connection } from '../../store/connection.ts';
import { openPostgres } from '../../store/postgres.ts';
import { createStore, type Store } from '../../store/store.ts';
import { grantOf, sandboxConfiguration } from '../support/sandbox-configuration.ts';
import { sharedDatabase, type SharedDatabase } from '../support/services.ts';
import { controlTenant, type ControlledTenant } from '../support/tenant.ts';
import { type Answer, ANSWERS } from './answers.ts';
import type { Call } from './calls.ts';
import type { Endings } from './endings.ts';
import { type Frequency, type HostileServer, listenHostile } from './hostile.ts';
import type { End, Tenant, World } from './product.ts';
import { tableOf } from './table.ts';

interface Matrix<Name extends string> {
  readonly calls: readonly Call<Name>[];
  readonly scenarios: Readonly<Record<Name, (world: World) => Promise<End>>>;
  readonly endings: Endings;
  /** Users and sites of the tenant, and the largest page of a list. */
  readonly users: number;
  readonly sites: number;
  readonly page: number;
  /** Runs before Microsoft turns hostile: what the scenarios need to know. */
  readonly learn: (world: World, control: ControlledTenant) => Promise<void>;
  /** Calls that must not be made side by side share a limit of their own. */
  readonly alone?: (call: Call<Name>) => boolean;
  /** More attempts than any bound of the product. */
  readonly attempts: (call: Call<Name>, frequency: Frequency) => number;
}

interface Cell<Name extends string> {
  readonly call: Call<Name>;
  readonly answer: Answer;
  readonly frequency: Frequency;
}

const frequenciesOf = ({ item }: Call<string>): readonly Frequency[] =>
  item ? ['once', 'item', 'always'] : ['once', 'always'];

const fits =
  ({ name, item }: Call<string>) =>
  ({ inBatch, calls }: Answer): boolean =>
    (inBatch || !item) && (calls?.test(name) ?? true);

const cellsOf = <Name extends string>(call: Call<Name>): readonly Cell<Name>[] =>
  frequenciesOf(call).flatMap((frequency) =>
    ANSWERS.filter(fits(call)).map((answer) => ({ call, answer, frequency })),
  );

/** The first silence proves itself even on a loaded machine. The others need not take as long. */
const patienceAfter = (hits: number) => (hits === 0 ? 2_000 : 300);

/** Only silence runs into a time limit. */
function patientConfiguration(server: HostileServer, answer: Answer): MicrosoftConfiguration {
  const configuration = sandboxConfiguration(server.origin);
  if (answer.name !== 'silence') return configuration;
  return Object.defineProperty(configuration, 'requestTimeout', {
    get: () => patienceAfter(server.hits()),
  });
}

export function testMatrix<Name extends string>(matrix: Matrix<Name>): void {
  const { allowedEnds, expectedReasons, expectedTurns } = matrix.endings;
  let sandbox: ListeningSandbox;
  let database: SharedDatabase;
  let connection: Connection;
  let store: Store;
  let tenant: Tenant;
  let identity: Identity;
  const ended: (Cell<Name> & { readonly end: End })[] = [];

  beforeAll(async () => {
    sandbox = await listenSandbox({ port: 0, users: matrix.users, sites: matrix.sites });
    database = await sharedDatabase();
    connection = await openPostgres(database.url);
    store = createStore(connection.db);
    const control = controlTenant(sandbox.origin, 'contoso.example');
    for (const kind of CONSENT_KINDS) await control.grant(...grantOf(kind));
    tenant = await tenantOf(sandbox.origin, await control.id());
    identity = createIdentity(sandboxConfiguration(sandbox.origin));
    // Lists have several pages.
    await control.setFaults({ maxPageSize: matrix.page });
    await matrix.learn(world(), control);
  });
  afterAll(async () => {
    process.stdout.write(`${tableOf(ended)}\n`);
    await connection.close();
    await database.drop();
    await sandbox.close();
  });

  const world = (): World => ({
    store,
    sandbox: sandbox.origin,
    db: connection.db,
    tenant,
    configuration: sandboxConfiguration(sandbox.origin),
    identity,
    turn: () => undefined,
    hits: () => 0,
    attempts: 3,
  });

  async function endOf(cell: Cell<Name>): Promise<{ end: End; hits: number }> {
    const server = await listenHostile(sandbox.origin);
    try {
      const hostile = {
        ...world(),
        configuration: patientConfiguration(server, cell.answer),
        identity: cell.call.entra ? undefined : identity,
        turn: () => server.turn(cell),
        hits: cell.frequency === 'always' ? null : server.hits,
        attempts: matrix.attempts(cell.call, cell.frequency),
      };
      return { end: await matrix.scenarios[cell.call.scenario](hostile), hits: server.hits() };
    } finally {
      server.close();
    }
  }

  const together = pLimit(8);
  const alone = pLimit(1);
  const limitOf = (call: Call<Name>): LimitFunction => (matrix.alone?.(call) ? alone : together);

  // A test for each call. All of them share the two limits.
  test.concurrent.each(matrix.calls)(
    '$name survives every answer, in one of the ways that are written down',
    async (call) => {
      const limit = limitOf(call);
      const ends = await Promise.all(
        cellsOf(call).map((cell) => limit(async () => ({ ...cell, ...(await endOf(cell)) }))),
      );
      ended.push(...ends);
      const wrong = ends.filter(
        ({ end, ...cell }) =>
          !allowedEnds(cell).includes(end.kind) ||
          (end.kind === 'asked' &&
            (!expectedReasons(cell).includes(end.why) ||
              String(end.turns ?? []) !== String(expectedTurns(cell)))),
      );
      const named = wrong.map(
        ({ answer, frequency, end }) =>
          `${answer.name} · ${frequency}: ${end.kind} ${end.why} ${end.turns?.join() ?? ''}`,
      );
      expect(named).toEqual([]);
      expect(ends.filter(({ hits }) => hits === 0)).toEqual([]);
    },
  );
}

async function tenantOf(sandbox: string, tenantId: string): Promise<Tenant> {
  const configuration = sandboxConfiguration(sandbox);
  const { graph } = createGraphs({ identity: createIdentity(configuration), configuration });
  const users = await graph.someUsers({ tenantId });
  const { groups } = await graph.groupPage({ tenantId, link: null });
  const user = users.find(({ mailbox, guest }) => mailbox && !guest);
  if (!user || !groups[0]) throw new Error('The tenant has users and groups');
  return {
    tenantId,
    userIds: users.map(({ id }) => id),
    groupId: groups[0].id,
    userPrincipalName: user.userPrincipalName,
  };
}
