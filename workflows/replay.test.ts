import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { HISTORIES, sharedBundle } from './workflow.fixture.ts';

let workflowBundle: Awaited<ReturnType<typeof sharedBundle>>;
beforeAll(async () => {
  workflowBundle = await sharedBundle();
});

const files = readdirSync(HISTORIES);

test('there are histories of earlier days', () => {
  expect(files.length).toBeGreaterThan(10);
});

test.each(files)('today’s workflow replays %s', async (file) => {
  const content = await readFile(new URL(file, HISTORIES));
  const history = temporal.api.history.v1.History.decode(content);
  await Worker.runReplayHistory({ workflowBundle }, history);
});
