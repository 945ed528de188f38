import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ProvostError } from '../domain/failures.ts';
import { withConcurrency } from './concurrency.ts';

test('concurrency never exceeds the limit, and every item is processed', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  await withConcurrency([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(2);
    underWay -= 1;
    done.push(item);
  });
  expect(most).toBe(3);
  expect(new Set(done)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
});

test('after a failure nothing new is started, and running work finishes first', async () => {
  const events: string[] = [];
  const work = async (item: string, stopping: () => boolean) => {
    events.push(`begins ${item}`);
    if (item === 'a') throw new Error('a');
    while (!stopping()) await sleep(1);
    await sleep(5);
    events.push(`stops ${item}`);
  };
  await expect(withConcurrency(['a', 'b', 'c'], 2, work)).rejects.toThrow('a');
  expect(events).toEqual(['begins a', 'begins b', 'stops b']);
});

test('of several throttling errors the one with the longest wait is thrown, and an unexpected error takes precedence', async () => {
  const throttled = (retryAfter: number) =>
    new ProvostError('MicrosoftThrottled', undefined, { retryAfter });
  const failing = (failures: readonly Error[]) =>
    withConcurrency(failures, failures.length, (failure) =>
      sleep(1).then(() => Promise.reject(failure)),
    );
  await expect(failing([throttled(1), throttled(9), throttled(3)])).rejects.toMatchObject({
    retryAfter: 9,
  });
  await expect(failing([throttled(1), new Error('defect')])).rejects.toThrow('defect');
});
