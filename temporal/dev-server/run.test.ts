import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { locateExecutable } from './locate.ts';
import { describeProcess, endProcess } from './processes.ts';
import { createProgress } from './progress.ts';
import type { DevServer, DevServerOptions } from './run.ts';
import { startDevServer } from './run.ts';

const BUILD_TIMEOUT = 900_000;

let executable: string;
let folder: string;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const progress = createProgress(process.stderr);
  ({ path: executable } = await locateExecutable({ environment: process.env, progress }));
  folder = await mkdtemp(join(tmpdir(), 'provost-dev-server-'));
}, BUILD_TIMEOUT);

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(name: string, options: Partial<DevServerOptions> = {}): Promise<DevServer> {
  const databaseFile = join(folder, `${name}.sqlite`);
  const server = await startDevServer({
    executable,
    databaseFile,
    port: 0,
    uiPort: null,
    ...options,
  });
  cleanups.push(() => server.stop());
  return server;
}

async function connect(address: string): Promise<Client> {
  const connection = await Connection.connect({ address });
  cleanups.push(() => connection.close());
  return new Client({ connection });
}

/** Fails unless the search attribute is registered. */
async function startWith({ workflow }: Client, searchAttribute: string): Promise<void> {
  const key = defineSearchAttributeKey(searchAttribute, 'KEYWORD');
  await workflow.start('waits', {
    workflowId: searchAttribute,
    taskQueue: 'nobody-polls',
    typedSearchAttributes: [{ key, value: 'contoso' }],
  });
}

/** Runs the fixture until it has printed which server it started. */
async function startOwner(name: string) {
  const script = fileURLToPath(new URL('run-owner.fixture.ts', import.meta.url));
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', script, executable, join(folder, `${name}.sqlite`)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  cleanups.push(async () => owner.kill('SIGKILL'));
  for await (const line of createInterface({ input: owner.stdout })) {
    const said = z.object({ pid: z.int(), address: z.string() }).parse(JSON.parse(line));
    const startedAt = (await describeProcess(said.pid))?.startedAt ?? '';
    cleanups.push(() => endProcess(said.pid, startedAt, 5_000));
    return { owner, ...said };
  }
  throw new Error('the owner ended without a word');
}

test('a started server answers, knows the search attributes, and serves its UI', async () => {
  const searchAttributes = { OrganizationId: 'Keyword', TargetCount: 'Int' } as const;
  const server = await start('answers', { uiPort: 0, searchAttributes });
  const client = await connect(server.address);
  const known = await client.connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  expect(known.customAttributes).toMatchObject({ OrganizationId: 2, TargetCount: 3 });
  await startWith(client, 'OrganizationId');
  expect((await fetch(`${server.uiAddress}`)).status).toBe(200);
});

test('a search attribute that a later version adds is registered on the old file', async () => {
  const first = await start('grows', { searchAttributes: { OrganizationId: 'Keyword' } });
  await first.stop();
  const second = await start('grows', { searchAttributes: { Method: 'Keyword' } });
  const client = await connect(second.address);
  await startWith(client, 'OrganizationId');
  await startWith(client, 'Method');
});

test('a killed server comes back on its port with its open workflow', async () => {
  const reports: string[] = [];
  const report = (line: string) => void reports.push(line);
  const server = await start('killed', { supervise: true, report });
  const client = await connect(server.address);
  const workflowId = 'exchange-online/contoso';
  await client.workflow.start('waitsForWorkers', { workflowId, taskQueue: 'nobody-polls' });

  const killed = server.pid;
  process.kill(killed, 'SIGKILL');
  await vi.waitUntil(() => server.pid !== killed, { timeout: 30_000 });

  const description = await client.workflow.getHandle(workflowId).describe();
  expect(description.status.name).toBe('RUNNING');
  expect(reports).toEqual([
    'The Temporal server ended unexpectedly (SIGKILL).',
    `The Temporal server is running again (process ${server.pid}).`,
  ]);
});

test('a server without supervision is not restarted, and reports how it ended', async () => {
  const server = await start('dies');
  process.kill(server.pid, 'SIGKILL');
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a port in use is reported with the port and the setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  cleanups.push(async () => other.close());
  const { port } = other.address() as AddressInfo;
  await expect(start('port', { port })).rejects.toThrow(
    new RegExp(`^Port ${port}, meant for the Temporal server, .* TEMPORAL_PORT`),
  );
  const portSettings = { port: 'A_PORT', uiPort: 'A_UI_PORT' };
  await expect(start('port', { uiPort: port, portSettings })).rejects.toThrow(
    new RegExp(`^Port ${port}, meant for the Temporal UI, .* A_UI_PORT`),
  );
});

test('a second server on the same database file is refused while the first is running', async () => {
  const server = await start('shared');
  await expect(start('shared')).rejects.toThrow(
    new RegExp(`process ${server.pid}\\) is already running on .*shared.sqlite, started by`),
  );
});

test('a server ends with the process that started it', async () => {
  const { owner, pid } = await startOwner('owned');
  owner.kill('SIGTERM');
  await once(owner, 'exit');
  expect(await describeProcess(pid)).toBeNull();
});

test('a server that a killed process left behind is ended, and its workflows survive', async () => {
  const { owner, pid, address } = await startOwner('orphaned');
  const client = await connect(address);
  await client.workflow.start('waits', { workflowId: 'kept', taskQueue: 'nobody-polls' });
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(await describeProcess(pid)).not.toBeNull();

  const reports: string[] = [];
  const server = await start('orphaned', { report: (line) => void reports.push(line) });
  expect(await describeProcess(pid)).toBeNull();
  expect(reports).toEqual([expect.stringContaining(`(process ${pid}) that an earlier start`)]);
  const { workflow } = await connect(server.address);
  expect((await workflow.getHandle('kept').describe()).status.name).toBe('RUNNING');
});

test('a database whose creation was interrupted is created again', async () => {
  await writeFile(join(folder, 'interrupted.sqlite'), '');
  await expect(start('interrupted')).rejects.toThrow(/ended while it started \(exit code 1\)/);
  await writeFile(join(folder, 'interrupted.sqlite.unfinished'), '');
  const server = await start('interrupted');
  const { workflow } = await connect(server.address);
  await workflow.start('waits', { workflowId: 'first', taskQueue: 'nobody-polls' });
});

test('a server that cannot start says why', async () => {
  const failing = { executable: join(folder, 'absent') };
  await expect(start('absent', failing)).rejects.toThrow(/absent could not be run: .*ENOENT/);
  const searchAttributes = { Broken: 'Nothing' as 'Text' };
  await expect(start('broken', { searchAttributes })).rejects.toThrow(
    /ended while it started .*broken\.sqlite\.log, ends in:\n.*invalid search attribute value type/s,
  );
});
