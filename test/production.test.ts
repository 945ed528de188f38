import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notificationText } from '../domain/account.ts';
import { walkJourney } from './journey/journey.ts';
import { Browser } from './support/browser.ts';
import { type ConsoleClient, signInToConsole, type Snapshot } from './support/console-client.ts';
import { publishedDirectory } from './support/published.ts';
import { runProcess, whenProcess } from './support/processes.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from './support/production.ts';

const CLEAN = { code: 0, signal: null };
const USERS = 300;

let production: Production;
let api: ServerProcess;
let client: ConsoleClient;

beforeAll(async () => {
  production = await startProduction({ users: USERS });
  [api] = await Promise.all([
    production.startApi(),
    production.startWorker(),
    production.startWorker(),
  ]);
});
afterAll(() => production?.close());

const portOf = ({ address }: ServerProcess) => Number(new URL(address).port);

async function removeAccountAndWait(): Promise<void> {
  await client.remove();
  await client.follow(({ account }) => account === null);
}

test('separate processes on PostgreSQL do the whole job', async () => {
  const { origin, administrator: credentials, db, sandbox } = production;
  const journey = await walkJourney({ origin, credentials, method: 'all' });
  expect(journey.notification).toBe(notificationText('protected', 'exchange-online'));

  client = await signInToConsole(new Browser(), origin, credentials);
  const account = await client.account();
  expect(account).toMatchObject({ state: 'protected', source: 'workflow', method: 'all' });
  const { users, groups } = await publishedDirectory(db, account.accountId);
  expect(users.length).toBeGreaterThanOrEqual(USERS);
  expect(users.map(({ id }) => id)).toEqual(await sandbox.idsOf('users'));
  expect(groups.map(({ id }) => id)).toEqual(await sandbox.idsOf('groups'));
  await removeAccountAndWait();
});

test.each([
  ['tsx', 1],
  ['@temporalio/testing', 1],
  ['hono', 0],
])('%s imported where the programs run: exit code %i', async (name, code) => {
  const { folder } = production;
  const ended = await runProcess({ arguments: ['-e', `import('${name}')`], folder });
  expect(ended.code, ended.output).toBe(code);
});

test('each API process serves the console and its files', async () => {
  const document = await fetch(production.origin);
  expect(document.status).toBe(200);
  const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(await document.text()) ?? [];
  const answer = await fetch(new URL(script ?? 'missing', `${production.origin}/`), {
    headers: { 'accept-encoding': 'br' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-encoding')).toBe('br');
  expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
});

describe('an operator', () => {
  test('sees that each process is alive and ready', async () => {
    const health = async (address: string) => {
      const answer = await fetch(address);
      return { status: answer.status, body: await answer.text() };
    };
    expect(await health(`${api.address}/healthz`)).toEqual({
      status: 200,
      body: '{"status":"ok"}',
    });
    expect(await health(`${api.address}/readyz`)).toEqual({
      status: 200,
      body: '{"status":"ready","parts":{"database":"ready","temporal":"ready"}}',
    });
    for (const worker of production.workers()) {
      expect(await health(`${worker.address}/healthz`)).toEqual({ status: 200, body: 'RUNNING' });
    }
  });

  const readiness = async (): Promise<unknown> => (await fetch(`${api.address}/readyz`)).json();
  const PATIENCE = { timeout: 30_000 };
  const READY = { status: 'ready', parts: { database: 'ready', temporal: 'ready' } };
  const readyAgain = () =>
    whenProcess(
      api,
      'the API is ready',
      async () => (await fetch(`${api.address}/readyz`)).status === 200,
    );

  test('sees that Temporal is not ready while the process is alive', async () => {
    await production.temporal.signal('SIGSTOP');
    try {
      // A signal takes effect with a delay.
      await expect.poll(readiness, PATIENCE).toEqual({
        status: 'not ready',
        parts: { database: 'ready', temporal: 'not ready' },
      });
      expect((await fetch(`${api.address}/readyz`)).status).toBe(503);
      expect((await fetch(`${api.address}/healthz`)).status).toBe(200);
    } finally {
      await production.temporal.signal('SIGCONT');
    }
    await readyAgain();
    expect(await readiness()).toEqual(READY);
  });

  test('sees that the database is not ready, and the API recovers with it', async () => {
    await production.postgres.crash();
    try {
      // A signal takes effect with a delay.
      await expect.poll(readiness, PATIENCE).toEqual({
        status: 'not ready',
        parts: { database: 'not ready', temporal: 'ready' },
      });
      expect((await fetch(`${api.address}/healthz`)).status).toBe(200);
    } finally {
      await production.postgres.restart();
    }
    await readyAgain();
    expect(production.workers()).toHaveLength(2);
    await expect(client.account()).rejects.toThrow('NotFound: This service is not provisioned.');
  });
});

test('a change made by one API process reaches a browser connected to another', async () => {
  const other = await production.startApi();
  const snapshots: Snapshot[] = [];
  let connected = (): void => undefined;
  const isConnected = new Promise<void>((resolve) => (connected = resolve));
  const opened = client.follow((seen) => {
    snapshots.push(structuredClone(seen));
    connected();
    // On a busy machine the stored state may come first; it is replaced when the workflow answers.
    return seen.account?.source === 'workflow';
  });
  await isConnected;

  production.balancer.target = portOf(api);
  await client.start();
  const { account } = await opened;
  expect(snapshots[0]?.account).toBeNull();
  expect(account).toMatchObject({ state: 'awaitingConsent', consentStep: 'exchange' });

  other.signal('SIGTERM');
  expect(await other.ended).toEqual(CLEAN);
  await removeAccountAndWait();
});

describe('SIGTERM', () => {
  test('ends an API process cleanly even with a connected browser', async () => {
    const ending = await production.startApi();
    let connected = (): void => undefined;
    const isConnected = new Promise<void>((resolve) => (connected = resolve));
    const stream = client.follow(() => {
      connected();
      return false;
    });
    const ended = expect(stream).rejects.toThrow();
    await isConnected;
    ending.signal('SIGTERM');
    expect(await ending.ended).toEqual(CLEAN);
    await ended;
    production.balancer.target = portOf(api);
    expect(await client.call('GET', '/api/session')).toMatchObject({
      organizations: [{ id: ORGANIZATION_ID }],
    });
  });

  test('ends a worker cleanly', async () => {
    const ending = await production.startWorker();
    ending.signal('SIGTERM');
    expect(await ending.ended).toEqual(CLEAN);
    expect(production.workers()).toHaveLength(2);
  });
});

describe('an invalid configuration', () => {
  const SECRETS = ['a-database-password', 'too-short-a-secret', 'an-exchange-secret', 'no-guid'];
  const common = {
    NODE_ENV: 'production',
    DATABASE_URL: `mysql://provost:${SECRETS[0]}@127.0.0.1/provost`,
    MICROSOFT_GRAPH_ORIGIN: 'http://graph.example',
    EXCHANGE_CLIENT_ID: SECRETS[3],
    EXCHANGE_CLIENT_SECRET: SECRETS[2],
    EXCHANGE_CERTIFICATE_FILE: '/nowhere/exchange.pem',
  };
  const lines = [
    '  DATABASE_URL: must begin with postgres:// or postgresql://',
    '  TEMPORAL_ADDRESS: is needed: host:port of the Temporal frontend',
    '  MICROSOFT_GRAPH_ORIGIN: must be an origin without a path: https://…, or http://… on loopback only.',
    '  EXCHANGE_CLIENT_ID: must be the client id (a GUID) of the application registration.',
    '  GRAPH_CLIENT_ID: must be the client id (a GUID) of the application registration.',
    '  SHAREPOINT_CLIENT_ID: must be the client id (a GUID) of the application registration.',
    '  ONEDRIVE_CLIENT_ID: must be the client id (a GUID) of the application registration.',
    '  EXCHANGE_CLIENT_SECRET: give either a secret or a certificate, not both.',
    '  GRAPH_CLIENT_SECRET: a credential is missing. Set it, or both GRAPH_CERTIFICATE_FILE and GRAPH_PRIVATE_KEY_FILE.',
    '  SHAREPOINT_CLIENT_SECRET: a credential is missing. Set it, or both SHAREPOINT_CERTIFICATE_FILE and SHAREPOINT_PRIVATE_KEY_FILE.',
    '  ONEDRIVE_CLIENT_SECRET: a credential is missing. Set it, or both ONEDRIVE_CERTIFICATE_FILE and ONEDRIVE_PRIVATE_KEY_FILE.',
  ];
  const programs = [
    {
      script: 'dist/api/main.js',
      environment: { ...common, PROVOST_SECRET: SECRETS[1], PROVOST_PORT: 'none' },
      more: [
        '  PROVOST_ORIGIN: is needed: the public origin of the console, e.g. https://provost.example',
        '  PROVOST_SECRET: must have at least 32 characters',
        '  PROVOST_PORT: must be a port number',
      ],
    },
    {
      script: 'dist/worker/main.js',
      environment: common,
      more: [
        '  PROVOST_SECRET: is needed: at least 32 random characters; it signs sessions and encrypts keys of webhooks',
      ],
    },
  ];

  test.each(programs)(
    'stops $script with every error and no value',
    async ({ script, environment, more }) => {
      const { code, output } = await runProcess({
        arguments: [script],
        folder: production.folder,
        environment,
      });
      expect(code).toBe(1);
      const [first, ...rest] = output.trimEnd().split('\n');
      expect(first).toBe('The configuration is invalid:');
      expect(rest.toSorted()).toEqual([...lines, ...more].toSorted());
      for (const secret of SECRETS) expect(output).not.toContain(secret);
    },
  );

  test.each(['dist/store/migrate-command.js', 'dist/api/create-administrator.js'])(
    'stops %s before it connects to a database',
    async (script) => {
      const person = ['--email', 'a@b.example', '--name', 'A', '--organization', 'B'];
      const { folder } = production;
      const { code, output } = await runProcess({ arguments: [script, ...person], folder });
      expect(code).toBe(1);
      expect(output).toBe(
        'The configuration is invalid:\n  DATABASE_URL: is needed: postgres://user:password@host:5432/database\n',
      );
    },
  );

  test('names the port that is already in use', async () => {
    const port = String(portOf(api));
    for (const { script, setting } of [
      { script: 'dist/api/main.js', setting: 'PROVOST_PORT' },
      { script: 'dist/worker/main.js', setting: 'WORKER_HEALTH_PORT' },
    ]) {
      const environment = { ...production.environment('taken'), [setting]: port };
      const { code, output } = await runProcess({
        arguments: [script],
        folder: production.folder,
        environment,
      });
      expect(output).toBe(
        `Port ${port} is taken by another program. Stop that program, or choose another port with ${setting}.\n`,
      );
      expect(code).toBe(1);
    }
  });
});
