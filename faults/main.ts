/**
 * `npm run faults`: the kill matrix. Kills each part of the product at each moment
 * of an account's life and checks that the account still reaches its end.
 * `-- --only worker` selects one victim, moment or cell. With `-- --json` the last
 * line is the result as JSON.
 */
import { readingArguments, shownFailure } from '../test/support/arguments.ts';
import { readArguments } from './arguments.ts';
import { type Cell, nameOf, runCell } from './cell.ts';
import type { MatrixResult } from './result.ts';
import { openStage, type Stage } from './stage.ts';

/** @returns the reason why the cell failed, or null */
async function outcomeOf(stage: Stage, cell: Cell): Promise<string | null> {
  try {
    await runCell(stage, cell);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(): Promise<MatrixResult> {
  const { json, cells } = readingArguments(() => readArguments(process.argv.slice(2)));
  const failures: MatrixResult['failures'] = [];
  let stage = await openStage();
  for (const cell of cells) {
    const began = Date.now();
    const reason = await outcomeOf(stage, cell);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${nameOf(cell)}: ${reason ?? 'survived'} (${seconds} s)`);
    if (reason === null) continue;
    failures.push({ cell: nameOf(cell), reason });
    // The remains of a failed cell must not affect the next one.
    await stage.close();
    stage = await openStage();
  }
  await stage.close();
  const survived = cells.length - failures.length;
  const result = { cells: cells.length, survived, failures };
  console.log(json ? JSON.stringify(result) : `Survived ${survived} of ${cells.length} cells.`);
  return result;
}

main()
  .then(({ failures }) => process.exit(failures.length > 0 ? 1 : 0))
  .catch((error: unknown) => {
    console.error(shownFailure(error));
    process.exit(1);
  });
