/**
 * `npm run bench`: measures the product and its floors in one run.
 * `-- NAME …` selects measurements; also `--rounds N` and `--json`.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readingArguments, shownFailure } from '../test/support/arguments.ts';
import { keepGrowth } from './growth.ts';
import { describeMachine, machineLines } from './machine.ts';
import type { BenchContext, Measurement } from './measurement.ts';
import { MEASUREMENTS } from './measurements/all.ts';
import { jsonLine, keep, type Measured, missed, table } from './report.ts';
import { createSamples } from './samples.ts';
import { withBench } from './topology.ts';

const argumentsSchema = z.object({
  json: z.boolean().default(false),
  rounds: z.coerce.number().int().min(1).max(100).optional(),
});

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, rounds: { type: 'string' } },
  });
  return { ...argumentsSchema.parse(values), chosen: choose(positionals) };
}

function choose(names: readonly string[]): readonly Measurement[] {
  const available = MEASUREMENTS.map(({ name }) => name);
  const unknown = names.filter((name) => !available.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Unknown measurement: ${unknown.join(', ')}. Available: ${available.join(', ')}.`,
    );
  }
  return MEASUREMENTS.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** Progress goes to stderr, apart from the results. */
const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { json, rounds, chosen } = readingArguments(readArguments);
  const machine = await withBench({ users: 10 }, ({ production }) => describeMachine(production));
  machineLines(machine).forEach(say);
  const samples = createSamples(say);
  const measured: Measured[] = [];
  for (const measurement of chosen) {
    const context: BenchContext = { rounds: rounds ?? measurement.rounds, samples, say };
    say(`${measurement.name}: ${measurement.ours}`);
    const outcome = await measurement.run(context);
    const result = { measurement, outcome, rounds: context.rounds };
    await keep(result, machine);
    measured.push(result);
    await keepGrowth(samples, machine);
  }
  if (!json) console.log([...machineLines(machine), '', table(measured)].join('\n'));
  const sentence = missed(measured);
  if (sentence !== null) say(sentence);
  if (json) console.log(jsonLine(measured));
}

main()
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    console.error(shownFailure(error));
    process.exit(1);
  });
