/** `npm start` as a person runs it: a process of its own, with its own folder and ports. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { NOTIFICATIONS } from '../domain/account.ts';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { describeProcess } from '../temporal/dev-server/processes.ts';
import { type Desk, sitDown } from './support/consent-desk.ts';
import type { Account } from './support/console-client.ts';
import { runProcess, startProcess, type TestProcess, whenProcess } from './support/processes.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const PORTS = ['PROVOST_PORT', 'SANDBOX_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const;
type Settings = Record<(typeof PORTS)[number] | 'PROVOST_DATA' | 'SANDBOX_USERS', string>;

const folders: string[] = [];
const running: TestProcess[] = [];
let settings: Settings;
let provost: TestProcess;
let desk: Desk;
let account: Account;

const NPM_START = { command: 'npm', arguments: ['start'], group: true } as const;

async function newSettings(): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'provost-start-'));
  folders.push(folder);
  const ports = await Promise.all(PORTS.map((name) => choosePort(0, name, name)));
  const chosen = Object.fromEntries(PORTS.map((name, index) => [name, String(ports[index])]));
  return { ...(chosen as Settings), PROVOST_DATA: folder, SANDBOX_USERS: '50' };
}

async function start(environment: Settings): Promise<TestProcess> {
  const started = startProcess({ ...NPM_START, environment });
  running.push(started);
  const readiness = `http://127.0.0.1:${environment.PROVOST_PORT}/readyz`;
  await whenProcess(
    started,
    'Provost answers',
    async () => (await fetch(readiness)).status === 200,
  );
  await whenProcess(started, 'Provost says that it is ready', async () =>
    started.output().includes('Provost is ready'),
  );
  return started;
}

const refused = (environment: NodeJS.ProcessEnv) => runProcess({ ...NPM_START, environment });

beforeAll(async () => {
  settings = await newSettings();
  provost = await start(settings);
});
afterAll(async () => {
  for (const it of running) await it.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** What a process has started, and what that has. */
async function descendantsOf(pid: number): Promise<{ pid: number; args: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const all = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, id, parent, args]) => ({ pid: Number(id), parent: Number(parent), args: args ?? '' }));
  const below = (parent: number): typeof all =>
    all.filter((it) => it.parent === parent).flatMap((it) => [it, ...below(it.pid)]);
  return below(pid);
}

describe('npm start', () => {
  test('prints where everything is and how to sign in, and that is true', async () => {
    const { PROVOST_PORT, SANDBOX_PORT, TEMPORAL_UI_PORT } = settings;
    const origin = `http://localhost:${PROVOST_PORT}`;
    const shown = provost.output();
    const printed = (label: string) =>
      new RegExp(`^  ${label} +(\\S+)(?:  (\\S+))?$`, 'm').exec(shown);
    expect(printed('Console')?.[1]).toBe(origin);
    expect(printed('API')?.[1]).toBe(`${origin}/api/docs`);
    expect(printed('Temporal UI')?.[1]).toBe(`http://127.0.0.1:${TEMPORAL_UI_PORT}`);
    expect(printed('Sandbox tenant')?.[1]).toBe(`http://127.0.0.1:${SANDBOX_PORT}`);
    for (const label of ['API', 'Temporal UI', 'Sandbox tenant']) {
      expect((await fetch(printed(label)?.[1] ?? '')).status).toBeLessThan(500);
    }
    expect(await (await fetch(origin)).text()).toContain('<div id="root">');
    const [, email = '', password = ''] = printed('Sign in with') ?? [];
    desk = await sitDown({ origin }, 'contoso', { email, password });
    expect(await desk.client.call('GET', '/api/session')).toMatchObject({ user: { email } });
  });

  test('is refused on a folder that another one has, with a sentence that names both', async () => {
    const { code, output } = await refused({
      ...(await newSettings()),
      PROVOST_DATA: settings.PROVOST_DATA,
    });
    expect(code).toBe(1);
    // Which of its two parts is met first does not matter.
    const sentence =
      /The data folder (\S+) is in use by another Provost \(process (\d+)\)\. Stop that one first|is already running on (\S+)\/temporal\.db, started by process (\d+)\. Stop that one first/;
    const [, ...named] = sentence.exec(output) ?? [];
    const [folder, holder] = named.filter((it) => it !== undefined);
    expect(folder).toBe(settings.PROVOST_DATA);
    expect((await descendantsOf(provost.pid)).map(({ pid }) => String(pid))).toContain(holder);
    expect(output).not.toContain('    at ');
    expect(provost.running).toBe(true);
  });

  const purposes: Record<(typeof PORTS)[number], string> = {
    PROVOST_PORT: 'the console',
    SANDBOX_PORT: 'the sandbox tenant',
    TEMPORAL_PORT: 'the Temporal server',
    TEMPORAL_UI_PORT: 'the Temporal UI',
  };
  test.each(PORTS)('says in a sentence that the port of %s is taken', async (name) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, output } = await refused({ ...(await newSettings()), [name]: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(
      `Port ${port}, meant for ${purposes[name]}, is taken by another program. Stop that program, or choose another port with ${name}.\n`,
    );
    expect(output).not.toContain('    at ');
  });

  test('lists every setting that cannot be used, and no value', async () => {
    const { code, output } = await refused({
      ...(await newSettings()),
      PROVOST_PORT: 'none-at-all',
      SANDBOX_USERS: '5',
      DATABASE_URL: 'mysql://provost:a-password@127.0.0.1/provost',
      EXCHANGE_CLIENT_ID: 'not-a-guid',
      EXCHANGE_CLIENT_SECRET: 'a-client-secret',
    });
    expect(code).toBe(1);
    const complaints = [
      'PROVOST_PORT: must be a port number',
      'SANDBOX_USERS: Too small: expected number to be >=10',
      'DATABASE_URL: must begin with postgres://',
      'EXCHANGE_CLIENT_ID: must be the client id (a GUID) of the application registration.',
      'GRAPH_CLIENT_ID: must be the client id (a GUID) of the application registration.',
      'GRAPH_CLIENT_SECRET: a credential is missing. Set it, or both GRAPH_CERTIFICATE_FILE and GRAPH_PRIVATE_KEY_FILE.',
    ];
    expect(output).toContain('The configuration is invalid:\n');
    const listed = output.split('\n').filter((line) => /^ {2}[A-Z_]+: /.test(line));
    expect(listed.map((line) => line.trim()).toSorted()).toEqual(complaints.toSorted());
    for (const value of ['none-at-all', 'a-password', 'not-a-guid', 'a-client-secret']) {
      expect(output).not.toContain(value);
    }
  });

  test('comes back after SIGKILL with the account that was open, and nobody is signed out', async () => {
    account = await walkToTargets(desk);
    const left = await descendantsOf(provost.pid);
    provost.signal('SIGKILL');
    await provost.ended;
    provost = await start(settings);
    expect(await desk.client.account()).toMatchObject({
      accountId: account.accountId,
      state: 'awaitingTargets',
      stateSince: account.stateSince,
      source: 'workflow',
    });
    for (const { pid, args } of left) {
      expect(await describeProcess(pid), `${args} is left`).toBeNull();
    }
    const { accountId } = await submitAndWait(desk);
    expect(accountId).toBe(account.accountId);
    const { notifications } = await desk.client.notifications();
    expect(notifications.map(({ message }) => message)).toEqual([NOTIFICATIONS.protected]);
  });

  test('ends on SIGTERM and leaves nothing running, and the account is still there afterwards', async () => {
    const started = await descendantsOf(provost.pid);
    expect(started.some(({ args }) => args.includes(settings.PROVOST_DATA))).toBe(true);
    // To npm alone: whoever starts it, a service manager say, knows no other process of ours.
    process.kill(provost.pid, 'SIGTERM');
    await provost.ended;
    for (const { pid, args } of started) {
      expect(await describeProcess(pid), `${args} is left`).toBeNull();
    }
    for (const name of PORTS) {
      const port = z.coerce.number().parse(settings[name]);
      expect(await choosePort(port, name, name)).toBe(port);
    }
    provost = await start(settings);
    expect(await desk.client.account()).toMatchObject({
      accountId: account.accountId,
      state: 'protected',
    });
  });
});
