import { expect, test } from 'vitest';
import { runProcess } from '../test/support/processes.ts';
import { matrixResultSchema } from './result.ts';

const run = (only: string) =>
  runProcess({ arguments: ['--import', 'tsx', 'faults/main.ts', '--json', '--only', only] });

test.each([
  'worker/readingUsers',
  // Only the missing heartbeat reveals this kill.
  'worker/removing',
  // The mail went out, and nothing was marked.
  'worker/sentMail',
])(
  'the product survives the cell %s of the kill matrix, and the last line reports it',
  async (cell) => {
    const { code, output } = await run(cell);
    const last: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    expect(matrixResultSchema.parse(last)).toEqual({ cells: 1, survived: 1, failures: [] });
    expect(code).toBe(0);
  },
);

test('an unknown cell is rejected with the list of cells', async () => {
  const { code, output } = await run('worker/asleep');
  expect(code).toBe(1);
  expect(output).toContain('Unknown cell: worker/asleep.');
  expect(output).toContain('database/publishing');
});
