/** Many event streams at once: what they cost, how many there may be, and what they must not share. */
import {
  AliasNode,
  type KyselyPlugin,
  type OperationNode,
  SelectQueryNode,
  TableNode,
} from 'kysely';
import { createParser } from 'eventsource-parser';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { composeApi } from '../api/compose.ts';
import { type HttpServer, listen } from '../api/server.ts';
import { announce } from '../store/change-feed.ts';
import type { Connection } from '../store/connection.ts';
import { openPostgres } from '../store/postgres.ts';
import { createStore } from '../store/store.ts';
import { MAX_STREAMS_PER_ORGANIZATION, MAX_STREAMS_PER_SESSION } from '../domain/limits.ts';
import { connectClient } from '../temporal/connection.ts';
import { Browser } from './support/browser.ts';
import { signInToConsole } from './support/console-client.ts';
import { openSession, removeAccount } from './support/console-session.ts';
import { expectProblem } from './support/problems.ts';
import { openRequest } from './support/raw-request.ts';
import { sandboxConfiguration } from './support/sandbox-configuration.ts';
import { sharedDatabase, type SharedDatabase } from './support/services.ts';
import { SERVICE_IDS } from '../domain/services/services.ts';
import { type Stack, startStack } from './support/stack.ts';
import { waitFor } from './support/wait.ts';
import { start } from './support/walk.ts';

/** Two API processes on one database, as in production. The streams are those of the second. */
let stack: Stack;
let database: SharedDatabase;
let connection: Connection;
let temporal: ReturnType<typeof connectClient>;
let app: Awaited<ReturnType<typeof composeApi>>;
let server: HttpServer;
let origin: string;
let administrator: Browser;
let viewer: Browser;
let accountId: string;

/** How often each table was read, by queries that begin with it. */
const readings = new Map<string, number>();
const counting: KyselyPlugin = {
  transformQuery({ node }) {
    const table = SelectQueryNode.is(node) ? tableOf(node) : null;
    if (table) readings.set(table, (readings.get(table) ?? 0) + 1);
    return node;
  },
  transformResult: async ({ result }) => result,
};

/** Counts what is read, also from the console's own tables, whose queries have no plugins of ours. */
function counted(db: Connection['db']): Connection['db'] {
  const own = db.withPlugin(counting);
  return new Proxy(own, {
    get(target, name) {
      if (name === 'withoutPlugins') return () => own.withoutPlugins().withPlugin(counting);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The table that a query begins with, also inside an alias or a subquery. */
function tableOf(node: OperationNode | undefined): string | null {
  if (node === undefined) return null;
  if (TableNode.is(node)) return node.table.identifier.name;
  if (AliasNode.is(node)) return tableOf(node.node);
  return SelectQueryNode.is(node) ? tableOf(node.from?.froms[0]) : null;
}

beforeAll(async () => {
  database = await sharedDatabase();
  stack = await startStack({ databaseUrl: database.url });
  const session = await openSession(stack);
  ({ accountId } = await start(session));
  connection = await openPostgres(database.url);
  temporal = connectClient(stack.temporal.location);
  app = await composeApi({
    origin: stack.origin,
    secret: await readFile(join(stack.folder, 'secret'), 'utf8'),
    connection: { ...connection, db: counted(connection.db) },
    client: temporal,
    microsoft: sandboxConfiguration(stack.sandbox),
    consoleFolder: null,
    temporalUi: 'http://temporal.example',
    mailIsOn: false,
    report: (error) => process.stderr.write(`${String(error)}\n`),
  });
  server = await listening();
  origin = `http://localhost:${server.port}`;
  administrator = await signedIn(DEMO_ADMINISTRATOR);
  viewer = await signedIn(DEMO_VIEWER);
});
afterAll(async () => {
  await server.close();
  const { client } = await openSession(stack);
  await removeAccount(client);
  await temporal.connection.close();
  await connection.close();
  await stack.close();
  await database.drop();
});

const listening = () =>
  listen(app, { host: '127.0.0.1', port: 0, setting: 'PORT', trustedProxies: 1 });

let addresses = 0;
/** A new session, from an address of its own, because sign-ins are limited by address. */
async function signedIn(person: { email: string; password: string }): Promise<Browser> {
  addresses += 1;
  const address = `198.51.100.${addresses}`;
  const browser = new (class extends Browser {
    override fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
      const headers = new Headers(init.headers);
      headers.set('x-forwarded-for', address);
      headers.set('origin', stack.origin);
      return super.fetch(url, { ...init, headers });
    }
  })();
  await signInToConsole(browser, origin, person);
  return browser;
}

const EVENTS = '/api/organizations/contoso/events';
const ask = (browser: Browser, init: RequestInit = {}, at = origin) =>
  browser.fetch(`${at}${EVENTS}`, init);

interface Stream {
  readonly events: { event: string; data: string }[];
  /** When to come back, in milliseconds, as far as the server has said so. */
  readonly hints: number[];
  readonly ended: Promise<'whole' | 'cut'>;
  stop(): Promise<void>;
}
let open: Stream[] = [];
afterEach(async () => {
  await Promise.all(open.map((stream) => stream.stop()));
  open = [];
});

async function listenTo(browser: Browser, at = origin): Promise<Stream> {
  const ending = new AbortController();
  let status: number | undefined;
  const response = await waitFor('there is room for a stream', { seen: () => status }, async () => {
    const answer = await ask(browser, { signal: ending.signal }, at);
    ({ status } = answer);
    // The server may not have noticed yet that the streams of the last test have ended.
    if (status !== 429) return answer;
    await answer.body?.cancel();
    return false;
  });
  expect(response.status).toBe(200);
  const events: Stream['events'] = [];
  const hints: number[] = [];
  const parser = createParser({
    onEvent: ({ event = '', data }) => events.push({ event, data }),
    onRetry: (milliseconds) => hints.push(milliseconds),
  });
  const decoder = new TextDecoder();
  const ended = (async () => {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      parser.feed(decoder.decode(part.value, { stream: true }));
    }
    return 'whole' as const;
  })().catch(() => 'cut' as const);
  const stream = {
    events,
    hints,
    ended,
    async stop() {
      ending.abort();
      await ended;
    },
  };
  open.push(stream);
  return stream;
}

const listenOften = (browser: Browser, times: number) =>
  Promise.all(Array.from({ length: times }, () => listenTo(browser)));

const of = (stream: Stream, name: string) => stream.events.filter(({ event }) => event === name);
const untilAll = (streams: readonly Stream[], name: string, many = 1) =>
  waitFor(
    `every stream has sent ${name}`,
    { seen: () => streams.map((stream) => of(stream, name).length) },
    () => streams.every((stream) => of(stream, name).length >= many),
  );

async function opened(): Promise<{ all: Stream[]; administrators: Stream[]; viewers: Stream[] }> {
  const administrators = await listenOften(administrator, MAX_STREAMS_PER_SESSION);
  const viewers = await listenOften(viewer, MAX_STREAMS_PER_SESSION);
  const all = [...administrators, ...viewers];
  await untilAll(all, 'account', SERVICE_IDS.length);
  await untilAll(all, 'notifications');
  for (const { events } of all) events.length = 0;
  readings.clear();
  return { all, administrators, viewers };
}

test('a stream ends whole when its server stops, and says when to come back', async () => {
  const stopping = await listening();
  const stream = await listenTo(administrator, `http://localhost:${stopping.port}`);
  await untilAll([stream], 'account');
  await stopping.close();
  expect(await stream.ended).toBe('whole');
  expect(stream.hints).toEqual([1000]);
});

describe('twenty streams of two people', () => {
  test('read the notifications once for each person, and check each session once, for a change', async () => {
    const { all } = await opened();
    await announce(connection.db, { organizationId: 'contoso', topic: 'notification' });
    await untilAll(all, 'notifications');
    // The list and the number of unread ones are one query each.
    expect(readings.get('notifications')).toBe(2 * 2);
    expect(readings.get('organization_members')).toBe(2);
    expect(readings.get('console_sessions')).toBe(2);
    expect(readings.get('accounts')).toBeUndefined();
  });

  test('read the account once for a change', async () => {
    const { all } = await opened();
    await announce(connection.db, { organizationId: 'contoso', topic: 'account' });
    await untilAll(all, 'account', SERVICE_IDS.length);
    // While the workflow does not answer in time, the account is sent again, and read for that.
    const sent = Math.max(
      ...all.map((stream) => of(stream, 'account').length / SERVICE_IDS.length),
    );
    expect(readings.get('accounts')).toBeLessThanOrEqual(sent + 1);
    expect(readings.get('notifications')).toBeUndefined();
    expect(sent).toBeLessThan(5);
  });

  test('read nothing for a change in another organization', async () => {
    const { all } = await opened();
    await announce(connection.db, { organizationId: 'fabrikam', topic: 'account' });
    await announce(connection.db, { organizationId: 'contoso', topic: 'notification' });
    await untilAll(all, 'notifications');
    expect(readings.get('accounts')).toBeUndefined();
  });

  test('never share what depends on the role or the person', async () => {
    const { notifications } = createStore(connection.db);
    const about = {
      organizationId: 'contoso',
      accountId,
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
    } as const;
    await notifications.notify({ ...about, dedupeKey: randomUUID() });
    const { all, administrators, viewers } = await opened();
    const read = await viewer.fetch(`${origin}/api/organizations/contoso/notifications/read`, {
      method: 'POST',
    });
    expect(read.status).toBe(200);
    await announce(connection.db, { organizationId: 'contoso', topic: 'account' });
    await untilAll(all, 'account', SERVICE_IDS.length);
    await untilAll(all, 'notifications');
    const shown = (streams: Stream[], name: string, text: RegExp) =>
      streams.flatMap((stream) =>
        of(stream, name)
          // The other services are not provisioned.
          .filter(({ data }) => !data.includes('"account":null'))
          .map(({ data }) => text.test(data)),
      );
    expect(new Set(shown(administrators, 'account', /"workflowLink":"http/))).toEqual(
      new Set([true]),
    );
    expect(new Set(shown(viewers, 'account', /"workflowLink":null/))).toEqual(new Set([true]));
    expect(new Set(shown(administrators, 'notifications', /"unread":[1-9]/))).toEqual(
      new Set([true]),
    );
    expect(new Set(shown(viewers, 'notifications', /"unread":0/))).toEqual(new Set([true]));
  });
});

describe('the number of streams', () => {
  test('of a session is limited, and closing one makes room', async () => {
    const [first] = await listenOften(administrator, MAX_STREAMS_PER_SESSION);
    const { detail } = await expectProblem(await ask(administrator), 429, 'TooManyStreams');
    expect(detail).toContain(`already has ${MAX_STREAMS_PER_SESSION} event streams`);
    expect((await ask(administrator, { method: 'HEAD' })).status).toBe(429);
    expect((await ask(viewer, { method: 'HEAD' })).status).toBe(200);
    await first?.stop();
    await waitFor(
      'there is room',
      {},
      async () => (await ask(administrator, { method: 'HEAD' })).ok,
    );
    await untilAll([await listenTo(administrator)], 'account');
  });

  test('of an organization is limited', async () => {
    const sessions = MAX_STREAMS_PER_ORGANIZATION / MAX_STREAMS_PER_SESSION;
    for (let session = 0; session < sessions; session += 1) {
      await listenOften(await signedIn(DEMO_ADMINISTRATOR), MAX_STREAMS_PER_SESSION);
    }
    const { detail } = await expectProblem(await ask(viewer), 429, 'TooManyStreams');
    expect(detail).toContain(`already has ${MAX_STREAMS_PER_ORGANIZATION} event streams`);
    // Another organization is not concerned.
    const elsewhere = `${origin}/api/organizations/fabrikam/events`;
    expect((await administrator.fetch(elsewhere, { method: 'HEAD' })).status).toBe(200);
  });

  test('does not count those that were left before the answer, nor HEAD requests', async () => {
    const headers = { cookie: await viewer.cookiesFor(origin) };
    for (let i = 0; i < 3 * MAX_STREAMS_PER_SESSION; i += 1) {
      const sent = openRequest(origin, { method: 'GET', target: EVENTS, headers });
      sent.on('error', () => undefined);
      const closed = new Promise((resolve) => void sent.on('close', resolve));
      await new Promise<void>((resolve) => void sent.end(resolve));
      sent.destroy();
      await closed;
      expect((await ask(viewer, { method: 'HEAD' })).status).not.toBe(500);
    }
    await waitFor('there is room', {}, async () => (await ask(viewer, { method: 'HEAD' })).ok);
    await waitFor('there is room for all', {}, async () => {
      await Promise.all(open.map((stream) => stream.stop()));
      open = [];
      return listenOften(viewer, MAX_STREAMS_PER_SESSION);
    });
    await untilAll(open, 'account');
  });
});
