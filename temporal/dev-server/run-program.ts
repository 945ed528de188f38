/** Runs the programs that fetch or build the Temporal CLI. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { guardChild } from './child-guard.ts';

const LAST_LINES = 8;

/** A program failed. The message ends in the last lines that it printed on standard error. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

export interface ProgramOptions {
  /** Names the command in the message of a failure, such as `go build`. */
  readonly title: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** Ends the program. */
  readonly signal?: AbortSignal;
  /** Receives each line of standard error. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program to its end. The program ends with this process.
 * @returns its standard output.
 * @throws ProgramError
 */
export function runProgram(
  command: readonly [string, ...string[]],
  { title, environment, folder, signal, onLine = () => {} }: ProgramOptions,
): Promise<string> {
  const [file, ...argumentList] = command;
  const child = spawn(file, argumentList, {
    cwd: folder,
    env: environment,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  guardChild(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new ProgramError(`${file} could not be run: ${cause.message}`, { cause })),
    );
    child.once('close', (code, ending) => {
      if (code === 0) resolve(output);
      else reject(failure(title, ending ?? `exit code ${code}`, lastLines));
    });
  });
}

function failure(title: string, how: string, lastLines: readonly string[]): ProgramError {
  const said = lastLines.map((line) => `  ${line}`).join('\n');
  return new ProgramError(`${title} failed (${how}). Its last lines:\n${said}`);
}
