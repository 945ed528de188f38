import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';
import { CELLS, nameOf } from './cell.ts';

const chosen = (...args: string[]) => readArguments(args).cells.map(nameOf);

test('without arguments every cell is selected and the result is for people', () => {
  expect(readArguments([])).toEqual({ json: false, cells: CELLS });
});

test('--json selects the JSON result, with or without --only', () => {
  expect(readArguments(['--json'])).toEqual({ json: true, cells: CELLS });
  expect(readArguments(['--only', 'worker/removing', '--json'])).toEqual({
    json: true,
    cells: [{ victim: 'worker', moment: 'removing' }],
  });
});

test('--only selects a cell, or all cells of a victim or a moment', () => {
  expect(chosen('--only', 'worker/removing')).toEqual(['worker/removing']);
  expect(chosen('--only', 'worker')).toContain('worker/publishing');
  expect(chosen('--only', 'publishing')).toContain('database/publishing');
  expect(chosen('--only', 'publishing')).not.toContain('worker/removing');
});

test('an unknown cell or option is rejected', () => {
  expect(() => readArguments(['--only', 'worker/asleep'])).toThrow(
    /Unknown cell: worker\/asleep\. Available: .*database\/publishing/,
  );
  expect(() => readArguments(['--jsonn'])).toThrow(/--jsonn/);
});
