import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TemporalLocation } from '../temporal/connection.ts';
import { DevServerError } from '../temporal/dev-server/errors.ts';
import { choosePort } from '../temporal/dev-server/ports.ts';
import { startEmbedded } from './embedded.ts';
import { createStartingApp } from './starting.ts';
import { createStartup, TEMPORAL_SERVER } from './startup.ts';

const never = new Promise<never>(() => undefined);

describe('what a start waits for', () => {
  test('is the part that was tracked first and is still pending, since then, with its progress', async () => {
    let minute = 0;
    const startup = createStartup(() => new Date(Date.UTC(2026, 0, 1, 0, minute++)));
    void startup.track(TEMPORAL_SERVER, never);
    const database = startup.track('database', Promise.resolve('open'));
    startup.report(TEMPORAL_SERVER, 'downloading');
    expect(await database).toBe('open');
    expect(startup.waiting()).toEqual({
      waitingFor: 'Temporal server',
      since: '2026-01-01T00:01:00.000Z',
      progress: 'downloading',
    });
  });

  test('is no longer a part that has failed', async () => {
    const startup = createStartup();
    const failed = startup.track(TEMPORAL_SERVER, Promise.reject(new Error('no network')));
    void startup.track('database', never);
    await expect(failed).rejects.toThrow('no network');
    expect(startup.waiting()).toMatchObject({ waitingFor: 'database', progress: null });
  });

  test('is the worker and the API once the parts are there', () => {
    expect(createStartup().waiting().waitingFor).toBe('worker and API');
  });
});

describe('until the product is running', () => {
  const startup = createStartup();
  void startup.track(TEMPORAL_SERVER, never);
  startup.report(TEMPORAL_SERVER, 'downloading <temporal>');
  const app = createStartingApp(startup);

  test('the process is alive but not ready', async () => {
    const alive = await app.request('/healthz');
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await app.request('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', ...startup.waiting() },
    ]);
  });

  test.each(['GET', 'POST', 'DELETE'])('the API answers Unavailable to %s', async (method) => {
    const answer = await app.request('/api/session', { method });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ code: 'Unavailable', status: 503 });
  });

  test.each(['/', '/administration', '/consents/callback?state=1'])(
    '%s answers a page that says what is being waited for',
    async (path) => {
      const answer = await app.request(path);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const document = await answer.text();
      expect(document).toContain('<h1>Provost is starting</h1>');
      expect(document).toMatch(/Waiting for:\s+<strong [^>]+>Temporal server<\/strong>/);
      expect(document).toContain('downloading &lt;temporal&gt;');
    },
  );

  test('the page is in the language of the browser', async () => {
    const answer = await app.request('/', { headers: { 'accept-language': 'es' } });
    expect(await answer.text()).toContain('<h1>Provost se está iniciando</h1>');
  });

  test('the page loads its script and its style from addresses that its policy allows', async () => {
    const answer = await app.request('/');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const document = await answer.text();
    for (const [path, type] of [
      ['/starting.js', 'text/javascript'],
      ['/consents/page.css', 'text/css'],
    ] as const) {
      expect(document).toContain(`"${path}"`);
      expect((await app.request(path)).headers.get('content-type')).toContain(type);
    }
  });
});

describe('a start whose Temporal server is late', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provost-late-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('answers while everything else starts, and ends with the failure of the server', async () => {
    const port = await choosePort(0, 'the console', 'PROVOST_PORT');
    const origin = `http://127.0.0.1:${port}`;
    let fail: (error: Error) => void = () => {};
    const temporal = new Promise<TemporalLocation>((_, reject) => (fail = reject));
    const starting = startEmbedded({
      folder,
      port,
      sandboxPort: 0,
      sandboxUsers: 10,
      temporal,
      consoleFolder: null,
      report: () => undefined,
    });
    starting.catch(() => undefined);
    const answers = async (path: string) => (await fetch(origin + path)).status;
    await expect.poll(() => answers('/healthz').catch(() => 0), { timeout: 60_000 }).toBe(200);
    expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({
      waitingFor: 'Temporal server',
    });
    expect(await answers('/api/session')).toBe(503);
    fail(new DevServerError('There is no Temporal server.'));
    await expect(starting).rejects.toThrow(/^There is no Temporal server\.$/);
    await expect(fetch(origin)).rejects.toThrow();
  });
});
