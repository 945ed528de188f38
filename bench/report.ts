/** The output of the bench: a table for people, one line of JSON for programs, files of raw results. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Machine } from './machine.ts';
import { type Measurement, type Outcome, ratioOf, type Unit } from './measurement.ts';
import { significant } from './statistics.ts';

export interface Measured {
  readonly measurement: Measurement;
  readonly outcome: Outcome;
  /** The number of rounds. */
  readonly rounds: number;
}

/** `{"NAME":{"ours":…,"floor":…,"ratio":…,"unit":"…"},…}`: floor and ratio are null without a floor. */
export function jsonLine(measured: readonly Measured[]): string {
  const entries = measured.map(({ measurement, outcome }) => {
    const ratio = ratioOf(outcome);
    const numbers = {
      ours: significant(outcome.ours, 4),
      floor: outcome.floor === null ? null : significant(outcome.floor, 4),
      ratio: ratio === null ? null : significant(ratio, 4),
      unit: measurement.unit,
    };
    return [measurement.name, numbers] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}

const HEAD = ['measurement', 'ours', 'floor', 'ratio', 'bar', 'met'];

/** One row per measurement, and the notes below. */
export function table(measured: readonly Measured[]): string {
  const rows = measured.map(({ measurement, outcome }) => {
    const { name, unit, bar } = measurement;
    const ratio = ratioOf(outcome);
    return [
      name,
      show(outcome.ours, unit),
      outcome.floor === null ? '–' : show(outcome.floor, unit),
      ratio === null ? '–' : String(significant(ratio)),
      bar.text,
      bar.met(outcome) ? 'yes' : 'NO',
    ];
  });
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = measured.flatMap(({ measurement, outcome, rounds }) => [
    '',
    `${measurement.name}: ${measurement.ours}, compared with ${measurement.floor}; median of ${rounds}`,
    ...outcome.notes.map((note) => `  ${note}`),
  ]);
  return [line(HEAD), ...rows.map(line), ...notes].join('\n');
}

const show = (value: number, unit: Unit) => `${significant(value)} ${unit}`;

/** The missed bars in a sentence, or null. */
export function missed(measured: readonly Measured[]): string | null {
  const names = measured
    .filter(({ measurement, outcome }) => !measurement.bar.met(outcome))
    .map(({ measurement }) => measurement.name);
  return names.length === 0 ? null : `Not met: ${names.join(', ')}.`;
}

/** The folder of the raw results. */
export const RESULTS = 'test-output/bench';

/** Stores the rounds of a measurement and the machine. */
export async function keep(measured: Measured, machine: Machine): Promise<void> {
  const { measurement, outcome, rounds } = measured;
  const { name, unit, bar } = measurement;
  const file = {
    name,
    unit,
    bar: bar.text,
    met: bar.met(outcome),
    ours: outcome.ours,
    floor: outcome.floor,
    ratio: ratioOf(outcome),
    machine,
    rounds: { count: rounds, values: outcome.rounds },
    notes: outcome.notes,
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(`${RESULTS}/${name}.json`, `${JSON.stringify(file, null, 2)}\n`);
}
