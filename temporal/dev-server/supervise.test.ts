import { expect, test, vi } from 'vitest';
import type { Ending, RunningServer } from './launch.ts';
import { supervise } from './supervise.ts';

const CRASH: Ending = { code: 2, signal: null };
const STOPPED: Ending = { code: 0, signal: null };

/** As `Promise.withResolvers` of later Node versions. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function fakeServer(pid: number) {
  const { promise: ended, resolve: finish } = withResolvers<Ending>();
  const server: RunningServer = { pid, ended, end: async () => finish(STOPPED) };
  return { server, finish };
}

test('a failed restart is retried after a pause', async () => {
  const [first, second] = [fakeServer(1), fakeServer(2)];
  const relaunch = vi
    .fn<() => Promise<RunningServer>>()
    .mockRejectedValueOnce(new Error('the disk is full'))
    .mockResolvedValueOnce(second.server);
  const report = vi.fn<(line: string) => void>();
  const supervised = supervise(first.server, { relaunch, report });

  first.finish(CRASH);
  await vi.waitUntil(() => supervised.pid === 2);
  expect(report.mock.calls.flat()).toEqual([
    'The Temporal server ended unexpectedly (exit code 2).',
    'Restart attempt 1 of 10 failed: Error: the disk is full',
    'The Temporal server is running again (process 2).',
  ]);
  await supervised.stop();
});

test('stopping during the pause prevents the restart', async () => {
  const first = fakeServer(1);
  const relaunch = vi.fn<() => Promise<RunningServer>>();
  const crashed = withResolvers<void>();
  const supervised = supervise(first.server, { relaunch, report: () => crashed.resolve() });
  first.finish(CRASH);
  await crashed.promise;
  await supervised.stop();
  expect(await supervised.exited).toEqual(CRASH);
  expect(relaunch).not.toHaveBeenCalled();
});

test('stopping during a restart also ends the new server', async () => {
  const [first, second] = [fakeServer(1), fakeServer(2)];
  const launching = withResolvers<RunningServer>();
  const asked = withResolvers<void>();
  const relaunch = () => (asked.resolve(), launching.promise);
  const supervised = supervise(first.server, { relaunch, report: () => {} });
  first.finish(CRASH);
  await asked.promise;
  const stopped = supervised.stop();
  launching.resolve(second.server);
  await stopped;
  expect(await second.server.ended).toEqual(STOPPED);
});
