/** Runs the `go` command in the folder of go.mod. */
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

/** The folder with go.mod, which pins the Temporal CLI that is built. */
export const MODULE_FOLDER = fileURLToPath(new URL('.', import.meta.url));

export interface GoOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Receives each line of standard error, where Go reports what it is doing. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs `go` with the user's own proxy, module cache and flags.
 * @returns its standard output.
 * @throws ProgramError
 */
export function runGo(
  argumentList: readonly [string, ...string[]],
  { environment, signal, onLine }: GoOptions,
): Promise<string> {
  return runProgram(['go', ...argumentList], {
    title: `go ${argumentList[0]}`,
    folder: MODULE_FOLDER,
    // A go.work in a parent folder would override the pins. Without cgo no C compiler is needed.
    environment: { ...environment, GOWORK: 'off', CGO_ENABLED: '0' },
    signal,
    onLine,
  });
}
