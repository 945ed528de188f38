/**
 * `npm run faults`: the kill matrix. Each part of the product is killed at each
 * moment of an account's life, and the account has to come to its end. The last
 * line is for programs. `-- --only worker` for one victim or one moment.
 */
import { parseArgs } from 'node:util';
import { type Cell, CELLS, nameOf, play } from './cell.ts';
import type { MatrixResult } from './result.ts';
import { openStage, type Stage } from './stage.ts';

function chosen(): readonly Cell[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const { only } = values;
  const cells = CELLS.filter(
    (cell) => only === undefined || [cell.victim, cell.moment, nameOf(cell)].includes(only),
  );
  if (cells.length > 0) return cells;
  throw new Error(`There is no ${only}. There are: ${CELLS.map(nameOf).join(', ')}.`);
}

/** @returns why the cell was not survived, or null */
async function outcomeOf(stage: Stage, cell: Cell): Promise<string | null> {
  try {
    await play(stage, cell);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(): Promise<MatrixResult> {
  const cells = chosen();
  const failures: MatrixResult['failures'] = [];
  let stage = await openStage();
  for (const cell of cells) {
    const began = Date.now();
    const reason = await outcomeOf(stage, cell);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${nameOf(cell)}: ${reason ?? 'survived'} (${seconds} s)`);
    if (reason === null) continue;
    failures.push({ cell: nameOf(cell), reason });
    // What a failed cell has left must not fail the next one.
    await stage.close();
    stage = await openStage();
  }
  await stage.close();
  return { cells: cells.length, survived: cells.length - failures.length, failures };
}

main()
  .then((result) => {
    console.log(JSON.stringify(result));
    process.exit(result.failures.length > 0 ? 1 : 0);
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
