/** `npm run dev` as a developer runs it, on a copy of the sources that the test may change. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'undici';
import { z } from 'zod';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { describeProcess } from '../temporal/dev-server/processes.ts';
import { descendantsOf } from './support/descendants.ts';
import { startProcess, type TestProcess, whenProcess } from './support/processes.ts';
import { newStartSettings, PORTS, type StartSettings } from './support/start-settings.ts';

/** In milliseconds. */
const PATIENCE = { timeout: 60_000 };
const FOLDERS =
  'activities api console delivery domain mail microsoft sandbox start store temporal worker workflows'.split(
    ' ',
  );
const FILES = ['package.json', 'tsconfig.json'];

let copy: string;
let settings: StartSettings;
let dev: TestProcess;
let origin: string;

/** The packages are links, so that Vite's cache belongs to the copy. */
async function copyProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-dev-'));
  for (const source of [...FOLDERS, ...FILES]) {
    await cp(source, join(folder, source), { recursive: true });
  }
  await mkdir(join(folder, 'node_modules'));
  const packages = (await readdir('node_modules')).filter((name) => name !== '.vite');
  for (const name of packages) {
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}

beforeAll(async () => {
  copy = await copyProject();
  settings = await newStartSettings();
  origin = `http://127.0.0.1:${settings.PROVOST_PORT}`;
  const run = { command: 'npm', arguments: ['run', 'dev'], folder: copy, group: true };
  dev = startProcess({ ...run, environment: settings });
  await whenProcess(dev, 'the product is ready', async () => (await get('/readyz')).ok);
});
afterAll(async () => {
  await dev?.end();
  for (const folder of [copy, settings?.PROVOST_DATA]) {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
});

const get = (path: string) => fetch(`${origin}${path}`);

async function change(file: string, from: string, to: string): Promise<void> {
  const path = join(copy, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function temporalProcess(): Promise<number> {
  const claim = await readFile(join(settings.PROVOST_DATA, 'temporal.db.pid'), 'utf8');
  return z.object({ server: z.object({ pid: z.int() }) }).parse(JSON.parse(claim)).server.pid;
}

async function titleOfApi(): Promise<string | null> {
  const answer = await get('/api/openapi.json');
  const document = z.object({ info: z.object({ title: z.string() }) });
  return answer.ok ? document.parse(await answer.json()).info.title : null;
}

test('prints the address of the console, whose page connects to Vite', async () => {
  const address = `Console with hot reload  http://localhost:${settings.PROVOST_PORT}\n`;
  expect(dev.output()).toContain(address);
  const page = await get('/');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('src="/@vite/client"');
});

test('a change of a component is sent to the open page, which does not load again', async () => {
  const COMPONENT = '/components/empty-view.tsx';
  const client = await (await get('/@vite/client')).text();
  const [, token] = /wsToken = "([^"]+)"/.exec(client) ?? [];
  const address = `ws://127.0.0.1:${settings.PROVOST_PORT}/?token=${token}`;
  const page = new WebSocket(address, 'vite-hmr');
  const messages: unknown[] = [];
  page.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))));
  await expect.poll(() => messages, PATIENCE).toContainEqual({ type: 'connected' });
  // Vite sends changes only of what a page has loaded.
  expect((await get(COMPONENT)).status).toBe(200);
  await change(`console${COMPONENT}`, 'export function', '// Changed.\nexport function');
  const update = expect.objectContaining({ type: 'js-update', path: COMPONENT });
  const changed = { type: 'update', updates: expect.arrayContaining([update]) };
  await expect.poll(() => messages, PATIENCE).toContainEqual(changed);
  page.close();
  expect(await (await get(`${COMPONENT}?t=1`)).text()).toContain('// Changed.');
});

test('a change of the API restarts the product, and Temporal keeps running', async () => {
  const temporal = await temporalProcess();
  expect(await titleOfApi()).toBe('Provost');
  await change('api/documentation.ts', "title: 'Provost'", "title: 'Provost, changed'");
  await whenProcess(dev, 'the API has changed', async () =>
    (await titleOfApi())?.includes('changed'),
  );
  await whenProcess(dev, 'the product is ready again', async () => (await get('/readyz')).ok);
  expect(await temporalProcess()).toBe(temporal);
});

test('ends on SIGTERM without leaving a process or a port in use', async () => {
  const started = await descendantsOf(dev.pid);
  expect(started.some(({ args }) => args.includes(settings.PROVOST_DATA))).toBe(true);
  // Only to npm: a service manager knows no other process of ours.
  process.kill(dev.pid, 'SIGTERM');
  await dev.ended;
  for (const { pid, args } of started) {
    expect(await describeProcess(pid), `${args} is left`).toBeNull();
  }
  for (const name of PORTS) {
    const port = Number(settings[name]);
    expect(await choosePort(port, name, name)).toBe(port);
  }
});
