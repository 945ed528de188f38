/** Running the `go` command in the folder of go.mod. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { guardChild } from './child-guard.ts';

/** The folder that holds go.mod, which pins the Temporal CLI. */
export const MODULE_FOLDER = fileURLToPath(new URL('.', import.meta.url));

const LAST_LINES = 8;

/** `go` failed: the message ends in the last lines that it printed. */
export class GoError extends Error {
  override readonly name = 'GoError';
}

/**
 * Runs `go` with the user's own settings: proxy, module cache and flags stay as they are.
 * @param onLine each line that it prints on standard error, where it tells what it is doing.
 * @returns what it printed on standard output.
 * @throws GoError
 */
export async function runGo(
  argumentList: readonly string[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => {},
): Promise<string> {
  // A go.work above this folder would take the pin away; without C no compiler is needed.
  const env = { ...environment, GOWORK: 'off', CGO_ENABLED: '0' };
  const child = spawn('go', argumentList, {
    cwd: MODULE_FOLDER,
    env,
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
    child.once('error', (error) => reject(new GoError(`go could not be run: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(failure(argumentList, signal ?? `exit code ${code}`, lastLines));
    });
  });
}

function failure(
  argumentList: readonly string[],
  how: string,
  lastLines: readonly string[],
): GoError {
  const said = lastLines.map((line) => `  ${line}`).join('\n');
  return new GoError(`go ${argumentList[0]} failed (${how}). Its last lines:\n${said}`);
}
