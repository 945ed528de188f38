import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { synchronizationQueueOf } from '../domain/task-queues.ts';
import { TASK_QUEUE } from './names.ts';

test('the dynamic configuration of production applies to the queue of synchronizations', async () => {
  const file = new URL('./production/dynamic-config.yaml', import.meta.url);
  const settings = parse(await readFile(file, 'utf8')) as Record<
    string,
    { constraints?: object }[]
  >;
  for (const name of [
    'matching.enableFairness',
    'matching.numTaskqueueReadPartitions',
    'matching.numTaskqueueWritePartitions',
  ]) {
    const queues = settings[name]?.map(({ constraints }) => constraints);
    expect(queues, name).toEqual([{ taskQueueName: synchronizationQueueOf(TASK_QUEUE) }]);
  }
});
