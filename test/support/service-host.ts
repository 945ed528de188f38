/**
 * Vitest's global setup: servers that all test files of a run share. Each one
 * starts when the first file asks for it, so a run of unit tests starts none.
 */
import { createServer } from 'node:http';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedTemporal } from '../../start/temporal.ts';
import { openPglite } from '../../store/pglite.ts';
import { openPostgres } from '../../store/postgres.ts';
import { migrate } from '../../store/migrate.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { OLDEST_SKIPPING_TIME } from '../../temporal/dev-server/cli-version.ts';
import { build } from './build.ts';
import { startPostgres } from './postgres.ts';
import { SERVICES_VARIABLE, TEMPLATE_DATABASE, type ServiceName } from './services.ts';
import { TEST_SERVER_CONFIG } from './temporal-config.ts';

type Closers = (() => Promise<unknown>)[];

/** Starts a service and resolves to its address. */
type Start = (closers: Closers) => Promise<string>;

const SERVICES: Record<ServiceName, Start> = {
  temporal: startTemporal,
  postgres: startSharedPostgres,
  pglite: migratePglite,
  build,
  bundle: bundleWorkflowsOnce,
};

export default async function setup(): Promise<() => Promise<void>> {
  const closers: Closers = [];
  const started = new Map<string, Promise<string>>();
  const addressOf = (name: ServiceName) => {
    const address = started.get(name) ?? SERVICES[name](closers);
    started.set(name, address);
    return address;
  };
  const host = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    if (!isService(name)) return void response.writeHead(404).end();
    addressOf(name).then(
      (address) => response.end(address),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  // A first build of the Temporal server takes minutes.
  host.requestTimeout = 0;
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  process.env[SERVICES_VARIABLE] = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  return async () => {
    host.close();
    await Promise.allSettled(started.values());
    for (const close of closers.toReversed()) await close();
  };
}

const isService = (name: string): name is ServiceName => Object.hasOwn(SERVICES, name);

async function startTemporal(closers: Closers): Promise<string> {
  const folder = await mkdtemp(join(await memoryFolder(), 'provost-temporal-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const { location, stop } = await embeddedTemporal({
    folder,
    namespace: 'default',
    port: 0,
    uiPort: null,
    environment: process.env,
    dynamicConfig: TEST_SERVER_CONFIG,
    oldest: OLDEST_SKIPPING_TIME,
    report: (line) => process.stderr.write(`${line}\n`),
  });
  closers.push(stop);
  return location.address;
}

/** A cluster with a migrated database, which the files copy. */
async function startSharedPostgres(closers: Closers): Promise<string> {
  const server = await startPostgres({ durable: false, parent: await memoryFolder() });
  closers.push(() => server.stop());
  const template = await openPostgres(await server.create(TEMPLATE_DATABASE));
  await migrate(template.db);
  await template.close();
  return server.base;
}

/** @returns the folder of a migrated PGlite, which the files copy: creating one takes seconds. */
async function migratePglite(closers: Closers): Promise<string> {
  const folder = await mkdtemp(join(await memoryFolder(), 'provost-pglite-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const template = await openPglite(folder);
  await migrate(template.db);
  await template.close();
  return folder;
}

/** @returns the path of the bundled workflows. */
async function bundleWorkflowsOnce(closers: Closers): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-bundle-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, (await bundleWorkflows()).code);
  return path;
}

const MEMORY = '/dev/shm';
/** In bytes. Containers often have little shared memory. */
const ENOUGH_MEMORY = 2 * 1024 ** 3;

/** Where the servers write fastest: in memory if there is enough of it, else in the temporary folder. */
async function memoryFolder(): Promise<string> {
  const space = await statfs(MEMORY).catch(() => null);
  return space && space.bavail * space.bsize > ENOUGH_MEMORY ? MEMORY : tmpdir();
}
