/**
 * `npm run mutate`: takes each refusal of the product away, one at a time, and says which
 * test notices. `-- PATH …` for some files or folders, `--list`, `--only N`, `--json`, and
 * `--level unit|workflow|journey` for the tests of one level.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import setUpServices from '../support/service-host.ts';
import { copyCheckout } from './copy.ts';
import { findRefusals } from './find.ts';
import { judge, type Verdict } from './judge.ts';
import { type Level, LEVELS } from './levels.ts';
import { isAbout, readReasons, type Reason } from './reasons.ts';
import type { Refusal } from './refusal.ts';

const argumentsSchema = z.object({
  list: z.boolean().default(false),
  json: z.boolean().default(false),
  only: z.coerce.number().int().min(1).optional(),
  level: z.enum(LEVELS.map(({ name }) => name)).optional(),
});

interface Result {
  readonly refusal: Refusal;
  readonly verdict: Verdict;
  /** Why it may survive. */
  readonly reason: string | null;
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      level: { type: 'string' },
    },
  });
  const paths = positionals.map((path) => path.replace(/\/$/, ''));
  return { ...argumentsSchema.parse(values), paths };
}

const nameOf = ({ id, file, line, code }: Refusal) => `${id} ${file}:${line} ${code}`;

/** Progress goes where it does not mix with results. */
const say = (line: string) => void process.stderr.write(`${line}\n`);

function describe({ refusal, verdict, reason }: Result): string {
  if (verdict.kind === 'killed') return `${nameOf(refusal)}\n    killed by ${verdict.by}`;
  const why =
    verdict.ran.length === 0 ? 'it refuses in no test' : `${verdict.ran.join(', ')} passed`;
  if (reason !== null) return `${nameOf(refusal)}\n    survived (${why}): ${reason}`;
  return `${nameOf(refusal)}\n    SURVIVED: ${why}`;
}

async function judgeAll(
  refusals: readonly Refusal[],
  levels: readonly Level[],
  reasons: readonly Reason[],
): Promise<Result[]> {
  const copy = await copyCheckout(process.cwd());
  const stopServices = await setUpServices();
  const results: Result[] = [];
  try {
    await judge({ copy, refusals, levels, report: say }, (refusal, verdict, milliseconds) => {
      const reason = reasons.find((it) => isAbout(it, refusal))?.reason ?? null;
      results.push({ refusal, verdict, reason });
      say(`${describe({ refusal, verdict, reason })} (${(milliseconds / 1000).toFixed(1)} s)`);
    });
  } finally {
    await stopServices();
  }
  return results.toSorted((a, b) => a.refusal.id - b.refusal.id);
}

/** Reasons that no refusal of the product needs any more. */
const withoutRefusal = (reasons: readonly Reason[], all: readonly Refusal[]) =>
  reasons.filter((reason) => !all.some((refusal) => isAbout(reason, refusal)));

async function main(): Promise<number> {
  const { list, json, only, level, paths } = readArguments();
  const all = await findRefusals(process.cwd());
  const reasons = await readReasons();
  const chosen = all.filter(
    ({ id, file }) =>
      (only === undefined || id === only) &&
      (paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path}/`))),
  );
  if (chosen.length === 0) throw new Error('There is no such refusal. List them with --list.');
  const stale = withoutRefusal(reasons, all);
  for (const { file, refusal } of stale) say(`A reason is about nothing: ${file} ${refusal}`);
  if (list) {
    console.log(json ? JSON.stringify(chosen) : chosen.map(nameOf).join('\n'));
    return stale.length > 0 ? 1 : 0;
  }
  const levels = LEVELS.filter(({ name }) => level === undefined || name === level);
  const results = await judgeAll(chosen, levels, reasons);
  const survivors = results.filter(({ verdict }) => verdict.kind === 'survived');
  const missed = survivors.filter(({ reason }) => reason === null);
  if (json) console.log(JSON.stringify(results));
  else {
    console.log(['', ...survivors.map(describe), ''].join('\n'));
    console.log(
      `${results.length} refusals: ${results.length - survivors.length} killed, ` +
        `${survivors.length - missed.length} survived with a reason, ${missed.length} without one.`,
    );
  }
  return missed.length + stale.length > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
