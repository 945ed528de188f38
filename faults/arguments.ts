import { parseArgs } from 'node:util';
import { type Cell, CELLS, nameOf } from './cell.ts';

/**
 * Reads `--only` and `--json`.
 * @throws Error for an unknown option, or when `--only` selects no cell.
 */
export function readArguments(args: string[]): { json: boolean; cells: readonly Cell[] } {
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const { only, json } = values;
  const cells = CELLS.filter(
    (cell) => only === undefined || [cell.victim, cell.moment, nameOf(cell)].includes(only),
  );
  if (cells.length > 0) return { json, cells };
  throw new Error(`Unknown cell: ${only}. Available: ${CELLS.map(nameOf).join(', ')}.`);
}
