import { expect, test } from 'vitest';
import { runProcess } from '../test/support/processes.ts';
import { matrixResultSchema } from './result.ts';

const run = (only: string) =>
  runProcess({ arguments: ['--import', 'tsx', 'faults/main.ts', '--only', only] });

test.each([
  'worker/readingUsers',
  // Nothing but its heartbeat tells that it is gone.
  'worker/removing',
])('the cell %s of the kill matrix is survived, and the last line says so', async (cell) => {
  const { code, output } = await run(cell);
  const last: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  expect(matrixResultSchema.parse(last)).toEqual({ cells: 1, survived: 1, failures: [] });
  expect(code).toBe(0);
});

test('a cell that there is not is refused, with those that there are', async () => {
  const { code, output } = await run('worker/asleep');
  expect(code).toBe(1);
  expect(output).toContain('There is no worker/asleep.');
  expect(output).toContain('database/publishing');
});
