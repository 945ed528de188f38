/** Takes refusals away one at a time and runs the tests in which they refuse. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Copy } from './copy.ts';
import type { Level } from './levels.ts';
import type { Refusal } from './refusal.ts';
import { type FileResult, type Outcome, runTests } from './run-tests.ts';

export type Verdict =
  | { readonly kind: 'killed'; readonly by: string }
  /** `ran`: the test files that ran without it and passed. */
  | { readonly kind: 'survived'; readonly ran: readonly string[] };

/** In milliseconds. */
const MINUTE = 60_000;
const DRY_RUN_LIMIT = 60 * MINUTE;

/** @returns the verdict on each refusal, and reports it. */
export async function judge(
  {
    copy,
    refusals,
    levels,
    report,
  }: {
    copy: Copy;
    refusals: readonly Refusal[];
    levels: readonly Level[];
    report: (line: string) => void;
  },
  judged: (refusal: Refusal, verdict: Verdict, milliseconds: number) => void,
): Promise<void> {
  const survived = new Map<Refusal, string[]>(refusals.map((refusal) => [refusal, []]));
  for (const level of levels) {
    const open = [...survived.keys()].filter((refusal) => level.of.includes(folderOf(refusal)));
    if (open.length === 0) continue;
    const tests = await dryRun(copy, level, open, report);
    for (const refusal of open) {
      const files = tests.of(refusal);
      if (files.length === 0) continue;
      const began = Date.now();
      const killer = await killerOf(copy, level, refusal, files);
      if (killer === null) survived.get(refusal)?.push(...files.map(({ file }) => file));
      else {
        survived.delete(refusal);
        judged(refusal, { kind: 'killed', by: killer }, Date.now() - began);
      }
    }
  }
  for (const [refusal, ran] of survived) judged(refusal, { kind: 'survived', ran }, 0);
}

const folderOf = ({ file }: Refusal) => file.split('/')[0] ?? '';
const inWorkflows = (refusal: Refusal) => folderOf(refusal) === 'workflows';

/** Runs the level's tests once, and learns in which files each refusal refuses. */
async function dryRun(
  copy: Copy,
  level: Level,
  refusals: readonly Refusal[],
  report: (line: string) => void,
): Promise<{ of(refusal: Refusal): FileResult[] }> {
  const record = join(copy.root, 'mutate-record.txt');
  await writeFile(record, '');
  await copy.record(refusals);
  const sources = [...new Set(refusals.map(({ file }) => file))];
  const outcome = await runTests({
    root: copy.root,
    level,
    command: level.related ? ['related', '--run', ...sources] : ['run'],
    limit: DRY_RUN_LIMIT,
    record,
    ownServices: refusals.some(inWorkflows),
  });
  await copy.restore();
  const files = filesOf(outcome);
  for (const { file, failure } of files) {
    if (failure) report(`${file} fails without any change, so it is left out: ${failure.reason}`);
  }
  report(`${files.length} ${level.name} test files were run for ${refusals.length} refusals.`);
  const recorded = new Set((await readFile(record, 'utf8')).split('\n'));
  const refusedIn = ({ id }: Refusal, file: string) =>
    recorded.has(`${id} ${join(copy.root, file)}`);
  const usable = files
    .filter(({ failure }) => failure === null)
    .toSorted((a, b) => a.milliseconds - b.milliseconds);
  return { of: (refusal) => usable.filter(({ file }) => refusedIn(refusal, file)) };
}

function filesOf(outcome: Outcome): readonly FileResult[] {
  if (!outcome.ended) throw new Error('The tests do not end, even without any change.');
  return outcome.files;
}

/**
 * @returns the test that fails without the refusal, or null.
 * @throws Error when the tests fail for another reason.
 */
async function killerOf(
  copy: Copy,
  level: Level,
  refusal: Refusal,
  files: readonly FileResult[],
): Promise<string | null> {
  const expected = files.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const run = () =>
    runTests({
      root: copy.root,
      level,
      command: ['run', ...files.map(({ file }) => file)],
      limit: MINUTE + 5 * expected,
      ownServices: inWorkflows(refusal),
    });
  await copy.mutate(refusal);
  const outcome = await run();
  await copy.restore();
  const failed = failedOf(outcome);
  if (outcome.ended && !failed) return null;
  if (failed?.failure?.inTest) return `${failed.file} > ${failed.failure.reason}`;
  // No test failed, so the reason may be elsewhere, such as a server that has ended.
  const unchanged = await run();
  if (!unchanged.ended || failedOf(unchanged)) {
    throw new Error(`${files.map(({ file }) => file).join(', ')} failed without any change.`);
  }
  return failed ? `${failed.file}: ${failed.failure?.reason}` : 'no end within the time limit';
}

const failedOf = (outcome: Outcome): FileResult | undefined =>
  outcome.ended ? outcome.files.find(({ failure }) => failure !== null) : undefined;
