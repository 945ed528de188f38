/** Requests that Schemathesis generates from the API's own OpenAPI document. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { pythonWith } from '../support/python.ts';
import { runProcess } from '../support/processes.ts';

const FOLDER = import.meta.dirname;
/**
 * A server error, or an answer that the document does not describe. Whether invalid requests are refused is not
 * checked, because the hooks make some of them valid.
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** In seconds, for one request. */
const PATIENCE = 30;

export interface FuzzOptions {
  readonly origin: string;
  /** The session of the console user who sends the requests. */
  readonly cookie: string;
  /** Values that exist, by the name of the parameter. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** `coverage` derives the same requests from the document each time; `fuzzing` draws them at random. */
  readonly phase: 'coverage' | 'fuzzing';
  /** The most requests to a route that the phase `fuzzing` draws. */
  readonly examples?: number;
  readonly seed?: number;
  /** Further options of the program, for choosing the routes. */
  readonly choice?: readonly string[];
}

const answerSchema = z.object({ route: z.string(), status: z.number().int() });
export type Answer = z.infer<typeof answerSchema>;

export interface FuzzResult {
  readonly answers: readonly Answer[];
  /** What is wrong, with the requests that show it; null when nothing is. */
  readonly failures: string | null;
}

/** @throws Error with the program's output, when it could not send its requests. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const python = await pythonWith(join(FOLDER, 'requirements.txt'));
  const folder = await mkdtemp(join(tmpdir(), 'provost-fuzz-'));
  const record = join(folder, 'answers.jsonl');
  try {
    const { code, output } = await runProcess({
      command: join(dirname(python), 'schemathesis'),
      arguments: argumentsOf(options),
      folder,
      environment: {
        PYTHONPATH: FOLDER,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: 'hooks',
        FUZZ_KNOWN: JSON.stringify(options.known),
        FUZZ_ANSWERS: record,
      },
    });
    const answers = parseAnswers(await readFile(record, 'utf8').catch(() => ''));
    if (code !== 0 && answers.length === 0) throw new Error(output);
    return { answers, failures: code === 0 ? null : failuresIn(output) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function argumentsOf({ origin, cookie, phase, examples = 50, seed = 1, choice = [] }: FuzzOptions) {
  const settings = {
    header: `cookie: ${cookie}`,
    phases: phase,
    'max-examples': examples,
    seed,
    checks: CHECKS.join(','),
    'generation-database': 'none',
    'request-timeout': PATIENCE,
    'suppress-health-check': 'all',
    warnings: 'off',
  };
  const flags = ['--continue-on-failure', '--no-shrink', '--no-color'];
  const given = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['run', `${origin}/api/openapi.json`, ...given, ...flags, ...choice];
}

const parseAnswers = (lines: string): Answer[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => answerSchema.parse(JSON.parse(line)));

/** The sections with failures and errors, between the progress and the summary. */
function failuresIn(output: string): string {
  return /^=+ (?:FAILURES|ERRORS) =+$[^]*?(?=^=+ SUMMARY =+$)/m.exec(output)?.[0] ?? output;
}
