/** Every kind of call, every answer, once, for one item always, and always: each cell has an end. */
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CONSENT_KINDS } from '../../domain/consents.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { listenSandbox, type ListeningSandbox } from '../../sandbox/server.ts';
import type { DirectorySite } from '../../domain/directory.ts';
import type { SitePage } from '../../microsoft/graph.ts';
import type { Connection } from '../../store/connection.ts';
import { createIdentity, type Identity } from '../../microsoft/identity.ts';
import { openPostgres } from '../../store/postgres.ts';
import { createStore, type Store } from '../../store/store.ts';
import { grantOf, sandboxConfiguration } from '../support/sandbox-configuration.ts';
import { sharedDatabase, type SharedDatabase } from '../support/services.ts';
import { controlTenant } from '../support/tenant.ts';
import { type Answer, ANSWERS } from './answers.ts';
import { type Call, CALLS, PARTIAL } from './calls.ts';
import { allowedEnds, expectedReasons, expectedTurns } from './endings.ts';
import { type Frequency, type HostileServer, listenHostile } from './hostile.ts';
import { type End, learnRightDirectory, SCENARIOS, type Tenant } from './scenarios.ts';
import { tableOf } from './table.ts';

// Waits of the product itself are skipped; those between attempts do not happen here.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: () => Promise.resolve(),
}));

const USERS = 40;
const PAGE = 15;
/** With those that the sandbox has anyway, they fill more than a page. */
const MORE_GROUPS = 10;
const cells = pLimit(8);
/** Canaries of proofs at the same time in one mailbox would clear each other away. */
const proofs = pLimit(1);
const limitOf = ({ scenario }: Call) => (scenario === 'quarantine' ? proofs : cells);

let sandbox: ListeningSandbox;
let database: SharedDatabase;
let connection: Connection;
let store: Store;
let tenant: Tenant;
let identity: Identity;

beforeAll(async () => {
  sandbox = await listenSandbox({ port: 0, users: USERS });
  database = await sharedDatabase();
  connection = await openPostgres(database.url);
  store = createStore(connection.db);
  const control = controlTenant(sandbox.origin, 'contoso.example');
  for (const kind of CONSENT_KINDS) await control.grant(...grantOf(kind));
  for (let number = 1; number <= MORE_GROUPS; number += 1) await control.addGroup(`Team ${number}`);
  tenant = await tenantOf(await control.id());
  identity = createIdentity(sandboxConfiguration(sandbox.origin));
  PARTIAL.push(...tenant.userIds.slice(0, 2));
  // Lists have several pages.
  await control.setFaults({ maxPageSize: PAGE });
  await learnRightDirectory(world());
});
afterAll(async () => {
  process.stdout.write(`${tableOf(ended)}\n`);
  await connection.close();
  await database.drop();
  await sandbox.close();
});

interface Cell {
  readonly call: Call;
  readonly answer: Answer;
  readonly frequency: Frequency;
}

const frequenciesOf = ({ item }: Call): readonly Frequency[] =>
  item ? ['once', 'item', 'always'] : ['once', 'always'];

const fits =
  ({ name, item }: Call) =>
  ({ inBatch, calls }: Answer): boolean =>
    (inBatch || !item) && (calls?.test(name) ?? true);

const CELLS: readonly Cell[] = CALLS.flatMap((call) =>
  frequenciesOf(call).flatMap((frequency) =>
    ANSWERS.filter(fits(call)).map((answer) => ({
      call,
      answer,
      frequency,
    })),
  ),
);

/** More than any bound of the product. */
const attemptsOf = ({ call, frequency }: Cell) => {
  if (frequency === 'item') return 30;
  return call.scenario === 'quarantine' ? 14 : 10;
};

/** The first silence proves itself even on a loaded machine. The others need not take as long. */
const patienceAfter = (hits: number) => (hits === 0 ? 2_000 : 300);

/** Only silence runs into a time limit. */
function patientConfiguration(server: HostileServer, { answer }: Cell): MicrosoftConfiguration {
  const configuration = sandboxConfiguration(server.origin);
  if (answer.name !== 'silence') return configuration;
  return Object.defineProperty(configuration, 'requestTimeout', {
    get: () => patienceAfter(server.hits()),
  });
}

const world = () => ({
  store,
  sandbox: sandbox.origin,
  db: connection.db,
  tenant,
  configuration: sandboxConfiguration(sandbox.origin),
  identity,
  turn: () => undefined,
  attempts: 3,
});

async function endOf(cell: Cell): Promise<{ end: End; hits: number }> {
  const server = await listenHostile(sandbox.origin);
  try {
    const hostile = {
      ...world(),
      configuration: patientConfiguration(server, cell),
      identity: cell.call.entra ? undefined : identity,
      turn: () => server.turn(cell),
      attempts: attemptsOf(cell),
    };
    return { end: await SCENARIOS[cell.call.scenario](hostile), hits: server.hits() };
  } finally {
    server.close();
  }
}

const ended: (Cell & { readonly end: End })[] = [];

// A test for each call. All of them share the two limits.
test.concurrent.each(CALLS)(
  '$name survives every answer, in one of the ways that are written down',
  async (call) => {
    const limit = limitOf(call);
    const own = CELLS.filter((cell) => cell.call === call);
    const ends = await Promise.all(
      own.map((cell) => limit(async () => ({ ...cell, ...(await endOf(cell)) }))),
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

async function tenantOf(tenantId: string): Promise<Tenant> {
  const { createGraphs } = await import('../../microsoft/graph.ts');
  const configuration = sandboxConfiguration(sandbox.origin);
  const graphs = createGraphs({ identity: createIdentity(configuration), configuration });
  const { graph, sharepoint, onedrive } = graphs;
  const users = await graph.someUsers({ tenantId });
  const { groups } = await graph.groupPage({ tenantId, link: null });
  const sites: DirectorySite[] = [];
  for (let link: string | null = null, more = true; more; more = link !== null) {
    const page: SitePage = await sharepoint.sitePage({ tenantId, link });
    sites.push(...page.sites);
    link = page.next;
  }
  const idsThat = (personal: boolean) =>
    sites.filter(({ owner }) => (owner !== null) === personal).map(({ id }) => id);
  const drives = await onedrive.siteDrives({ tenantId, siteIds: idsThat(true).slice(0, 5) });
  const user = users.find(({ mailbox, guest }) => mailbox && !guest);
  if (!user || !groups[0]) throw new Error('The tenant has users and groups');
  return {
    tenantId,
    userIds: users.map(({ id }) => id),
    groupId: groups[0].id,
    userPrincipalName: user.userPrincipalName,
    siteIds: idsThat(false),
    personalSiteIds: idsThat(true),
    driveUserIds: drives.flatMap((drive) =>
      'owner' in drive && drive.owner?.userId ? [drive.owner.userId] : [],
    ),
    siteUrl: sites.find(({ title }) => title?.includes('Finance'))?.url ?? '',
  };
}
