/** `npm start` as a person runs it: a separate process with its own folder and ports. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { notificationText } from '../domain/account.ts';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { describeProcess } from '../temporal/dev-server/processes.ts';
import { type ConsoleSession, openSession } from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import { descendantsOf } from './support/descendants.ts';
import { runProcess, startProcess, type TestProcess, whenProcess } from './support/processes.ts';
import { newStartSettings, PORTS, type StartSettings } from './support/start-settings.ts';
import { waitFor } from './support/wait.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const folders: string[] = [];
const running: TestProcess[] = [];
let settings: StartSettings;
let provost: TestProcess;
let session: ConsoleSession;
let account: Account;
/** The answers of `/readyz` before a start was finished. */
const early: unknown[] = [];

const NPM_START = { command: 'npm', arguments: ['start'], group: true } as const;

async function newSettings(): Promise<StartSettings> {
  const created = await newStartSettings();
  folders.push(created.PROVOST_DATA);
  // A folder that does not exist yet, like .provost after a checkout.
  return { ...created, PROVOST_DATA: join(created.PROVOST_DATA, 'data') };
}

async function start(environment: StartSettings): Promise<TestProcess> {
  const started = startProcess({ ...NPM_START, environment });
  running.push(started);
  const readiness = `http://127.0.0.1:${environment.PROVOST_PORT}/readyz`;
  await whenProcess(started, 'Provost answers', async () => {
    const answer = await fetch(readiness);
    if (answer.status !== 200) early.push(await answer.json());
    return answer.status === 200;
  });
  await whenProcess(started, 'Provost says that it is ready', async () =>
    started.output().includes('Provost is ready'),
  );
  return started;
}

async function expectGone(processes: Awaited<ReturnType<typeof descendantsOf>>): Promise<void> {
  for (const { pid, args } of processes) {
    expect(await describeProcess(pid), `${args} is left`).toBeNull();
  }
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

describe('npm start', () => {
  test('prints the addresses and the logins, and all of them work', async () => {
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
    session = await openSession({ origin }, 'contoso', { email, password });
    expect(await session.client.call('GET', '/api/session')).toMatchObject({ user: { email } });
  });

  test('answers before it is ready and reports what it is waiting for', () => {
    expect(early[0]).toEqual({
      status: 'not ready',
      waitingFor: expect.any(String),
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      progress: expect.toBeOneOf([expect.any(String), null]),
    });
  });

  test('keeps its data from other users of the machine', async () => {
    const names = await readdir(settings.PROVOST_DATA, { recursive: true });
    // The database, Temporal's database, the keys, the sandbox and the secret of the sessions.
    for (const name of ['database/PG_VERSION', 'temporal.db', 'graph-certificate.json', 'secret']) {
      expect(names).toContain(name);
    }
    const open: string[] = [];
    for (const name of ['', ...names]) {
      const found = await stat(join(settings.PROVOST_DATA, name)).catch(() => null);
      const allowed = found?.isDirectory() ? 0o700 : 0o600;
      // A file may be deleted in the meantime.
      if (found && (found.mode & 0o777 & ~allowed) !== 0) {
        open.push(`${(found.mode & 0o777).toString(8)} ${name}`);
      }
    }
    expect(open).toEqual([]);
    expect(names.length).toBeGreaterThan(100);
  });

  test('ends with a clear message when there is no source for the Temporal server', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'provost-sources-'));
    folders.push(folder);
    // Enough for npm, but without temporal, pip and Go.
    for (const program of ['node', 'npm', 'sh']) {
      const { stdout } = await promisify(execFile)('which', [program]);
      await symlink(stdout.trim(), join(folder, program));
    }
    const { code, output } = await refused({
      ...(await newSettings()),
      PATH: folder,
      XDG_CACHE_HOME: folder,
      // Nothing listens on this port, so the SDK cannot download.
      HTTPS_PROXY: 'http://127.0.0.1:9',
    });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^No Temporal CLI was found, and none could be downloaded or built\. Tried:\n {2}- `temporal` on the PATH: there is none\n/m,
    );
    expect(output).toContain(
      'or set TEMPORAL_ADDRESS to the address of a running Temporal server.\n',
    );
    expect(output).not.toContain('    at ');
  });

  test('is rejected on a folder in use, with a message that names the folder and the process', async () => {
    const { code, output } = await refused(settings);
    expect(code).toBe(1);
    const [, folder, holder] =
      /The data folder (\S+) is in use by another Provost \(process (\d+)\)\. Stop that one first/.exec(
        output,
      ) ?? [];
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
  test.each(PORTS)('reports that the port of %s is in use', async (name) => {
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

  test('lists every invalid setting and no value', async () => {
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
      'SHAREPOINT_CLIENT_ID: must be the client id (a GUID) of the application registration.',
      'ONEDRIVE_CLIENT_ID: must be the client id (a GUID) of the application registration.',
      'GRAPH_CLIENT_SECRET: a credential is missing. Set it, or both GRAPH_CERTIFICATE_FILE and GRAPH_PRIVATE_KEY_FILE.',
      'SHAREPOINT_CLIENT_SECRET: a credential is missing. Set it, or both SHAREPOINT_CERTIFICATE_FILE and SHAREPOINT_PRIVATE_KEY_FILE.',
      'ONEDRIVE_CLIENT_SECRET: a credential is missing. Set it, or both ONEDRIVE_CERTIFICATE_FILE and ONEDRIVE_PRIVATE_KEY_FILE.',
    ];
    expect(output).toContain('The configuration is invalid:\n');
    const listed = output.split('\n').filter((line) => /^ {2}[A-Z_]+: /.test(line));
    expect(listed.map((line) => line.trim()).toSorted()).toEqual(complaints.toSorted());
    for (const value of ['none-at-all', 'a-password', 'not-a-guid', 'a-client-secret']) {
      expect(output).not.toContain(value);
    }
  });

  test('recovers after SIGKILL with the open account and without signing anyone out', async () => {
    account = await walkToTargets(session);
    const left = await descendantsOf(provost.pid);
    provost.signal('SIGKILL');
    await provost.ended;
    provost = await start(settings);
    expect(await session.client.account()).toMatchObject({
      accountId: account.accountId,
      state: 'awaitingTargets',
      stateSince: account.stateSince,
      source: 'workflow',
    });
    for (const { pid, args } of left) {
      expect(await describeProcess(pid), `${args} is left`).toBeNull();
    }
    const { accountId } = await submitAndWait(session);
    expect(accountId).toBe(account.accountId);
    const { notifications } = await session.client.notifications();
    expect(notifications.map(({ message }) => message)).toEqual([
      notificationText('protected', 'exchange-online'),
    ]);
  });

  test('ends on SIGTERM without leaving a process, and the account is still there afterwards', async () => {
    const started = await descendantsOf(provost.pid);
    expect(started.some(({ args }) => args.includes(settings.PROVOST_DATA))).toBe(true);
    // Only to npm: a service manager knows no other process of ours.
    process.kill(provost.pid, 'SIGTERM');
    await provost.ended;
    await expectGone(started);
    for (const name of PORTS) {
      const port = z.coerce.number().parse(settings[name]);
      expect(await choosePort(port, name, name)).toBe(port);
    }
    provost = await start(settings);
    expect(await session.client.account()).toMatchObject({
      accountId: account.accountId,
      state: 'protected',
    });
  });

  test('ends in order on Ctrl-C, which a terminal and npm both pass on', async () => {
    const started = await descendantsOf(provost.pid);
    // To every process, as a terminal does; npm passes it on once more.
    provost.signal('SIGINT');
    await provost.ended;
    await expectGone(started);
    expect(provost.output()).not.toContain('ended unexpectedly');
    expect(provost.output()).toContain('Provost has ended.');
  });

  test('says what it waits for while Temporal hangs, and ends at once on another Ctrl-C', async () => {
    if (!provost.running) provost = await start(settings);
    const started = await descendantsOf(provost.pid);
    const temporal = started.find(({ args }) => args.includes('start-dev'));
    process.kill(temporal?.pid ?? 0, 'SIGSTOP');
    provost.signal('SIGINT');
    const waits =
      /^Stopping the worker: waiting for work in progress, until \S.* at the latest\.$/m;
    await whenProcess(provost, 'Provost says what it waits for', async () =>
      waits.test(provost.output()),
    );
    expect(provost.output()).toContain('Press Ctrl-C once more to end it at once.');
    // Those that come too soon count as the first one.
    await waitFor('Provost ends', {}, async () => {
      provost.signal('SIGINT');
      return !provost.running;
    });
    process.kill(temporal?.pid ?? 0, 'SIGCONT');
    expect(provost.output()).not.toContain('Provost has ended.');
    await waitFor('nothing is left', {}, async () => {
      const left = await Promise.all(started.map(({ pid }) => describeProcess(pid)));
      return left.every((each) => each === null);
    });
  });
});
