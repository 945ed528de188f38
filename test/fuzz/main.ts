/** `npm run fuzz`: generated requests to the API, and whether the answers are as its document says, on a stack of its own. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startPostgres } from '../support/postgres.ts';
import { startStack } from '../support/stack.ts';
import type { Answer } from './schemathesis.ts';
import { fuzzStage, type StageOptions, STAGES, UNLIMITED } from './stages.ts';

const argumentsSchema = z.object({
  requests: z.coerce.number().int().min(100).max(1_000_000).default(3000),
  seed: z.coerce.number().int().min(0).default(1),
});

async function main(): Promise<number> {
  const options = { requests: { type: 'string' }, seed: { type: 'string' } } as const;
  const parsed = argumentsSchema.safeParse(parseArgs({ options }).values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { answers, failures } = await fuzzAll(parsed.data);
  console.log(table(answers));
  for (const failure of failures) console.log(`\n${failure}`);
  const verdict =
    failures.length === 0
      ? 'no server error, and every answer is as documented.'
      : `${failures.length} of ${STAGES.length} stages failed.`;
  console.log(`\n${answers.length} requests, seed ${parsed.data.seed}: ${verdict}`);
  return failures.length;
}

async function fuzzAll(options: StageOptions) {
  const postgres = await startPostgres({ durable: false });
  const stack = await startStack({ databaseUrl: postgres.url, maxChanges: UNLIMITED });
  const answers: Answer[] = [];
  const failures: string[] = [];
  try {
    for (const stage of STAGES) {
      process.stderr.write(`${stage.name}\n`);
      const result = await fuzzStage(stack, stage, options);
      answers.push(...result.answers);
      if (result.failures) failures.push(`In the stage “${stage.name}”:\n${result.failures}`);
    }
  } finally {
    await stack.close();
    await postgres.stop();
  }
  return { answers, failures };
}

/** A line for each route: how often each status was answered. */
function table(answers: readonly Answer[]): string {
  const routes = [...new Set(answers.map(({ route }) => route))];
  const statusesOf = (route: string) =>
    answers.filter((answer) => answer.route === route).map(({ status }) => status);
  return routes.map((route) => `${counts(statusesOf(route)).padEnd(50)}  ${route}`).join('\n');
}

function counts(statuses: readonly number[]): string {
  const different = [...new Set(statuses)].toSorted((a, b) => a - b);
  const times = (status: number) => statuses.filter((it) => it === status).length;
  return different.map((status) => `${status} × ${times(status)}`).join(', ');
}

main()
  .then((failed) => process.exit(failed > 0 ? 1 : 0))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
