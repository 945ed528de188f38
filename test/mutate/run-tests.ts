/** Runs tests of the copy with Vitest, in a process of its own. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { Level } from './levels.ts';
import { SERVICES_VARIABLE } from '../support/services.ts';
import { LEVEL_VARIABLE, RECORD_VARIABLE } from './variables.ts';

export interface FileResult {
  /** Relative to the checkout. */
  readonly file: string;
  readonly milliseconds: number;
  /** Null when all its tests passed. */
  readonly failure: Failure | null;
}

/** The first test that failed, or why the file did where no test failed. */
export interface Failure {
  readonly reason: string;
  readonly inTest: boolean;
}

export type Outcome =
  | { readonly ended: true; readonly files: readonly FileResult[] }
  | { readonly ended: false };

export interface TestRun {
  readonly root: string;
  readonly level: Level;
  /** Vitest's command and the files. */
  readonly command: readonly string[];
  /** In milliseconds; the run is stopped when it takes longer. */
  readonly limit: number;
  /** Where refusals are recorded. */
  readonly record?: string;
  /** Starts the shared servers and bundles the workflows anew, instead of using those of this process. */
  readonly ownServices?: boolean;
}

const reportedFileSchema = z.object({
  name: z.string(),
  status: z.string(),
  message: z.string(),
  startTime: z.number(),
  endTime: z.number(),
  assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
});
type ReportedFile = z.infer<typeof reportedFileSchema>;
const reportSchema = z.object({ testResults: z.array(reportedFileSchema) });

export async function runTests(run: TestRun): Promise<Outcome> {
  const report = join(run.root, 'mutate-report.json');
  await rm(report, { force: true });
  const { code, output } = await vitest(run, report);
  if (code === null) return { ended: false };
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) throw new Error(`Vitest reported nothing:\n${output}`);
  const files = reportSchema.parse(JSON.parse(text)).testResults.map((result) => {
    return {
      file: relative(run.root, result.name),
      milliseconds: result.endTime - result.startTime,
      failure: result.status === 'failed' ? failureOf(result) : null,
    };
  });
  // An error outside of tests fails a run in which no test failed.
  const unhandled = code !== 0 && files.every(({ failure }) => failure === null);
  const failure = { reason: 'an error outside of its tests', inTest: false };
  const [first] = files;
  return { ended: true, files: unhandled && first ? [{ ...first, failure }] : files };
}

function failureOf({ message, assertionResults }: ReportedFile): Failure {
  const test = assertionResults.find(({ status }) => status === 'failed');
  if (test) return { reason: test.fullName, inTest: true };
  return { reason: message.split('\n')[0] || 'it could not be run', inTest: false };
}

/** The exit code is null when the limit ended the run. */
function vitest(
  { root, level, command, limit, record, ownServices }: TestRun,
  report: string,
): Promise<{ code: number | null; output: string }> {
  const options = ['--config', 'test/mutate/vitest.config.ts', '--reporter=json'];
  const bail = record ? [] : ['--bail=1'];
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  const started = spawn(
    process.execPath,
    [program, ...command, ...options, ...bail, `--outputFile=${report}`],
    {
      cwd: root,
      // A group, so that its test processes end with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        [LEVEL_VARIABLE]: level.name,
        [RECORD_VARIABLE]: record ?? '',
        ...(ownServices && { [SERVICES_VARIABLE]: '' }),
      },
    },
  );
  let output = '';
  const keep = (chunk: Buffer) => void (output = `${output}${String(chunk)}`.slice(-4000));
  started.stdout.on('data', keep);
  started.stderr.on('data', keep);
  return new Promise((resolve) => {
    let stopped = false;
    const end = () => endGroup(started.pid);
    const timer = setTimeout(() => {
      stopped = true;
      end();
    }, limit);
    process.once('exit', end);
    started.once('exit', (code) => {
      clearTimeout(timer);
      process.off('exit', end);
      end();
      resolve({ code: stopped ? null : (code ?? 1), output });
    });
  });
}

/** Ends a process that this one started, and what that has started. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
