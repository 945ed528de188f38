/** The matrix as text: a line for each call and frequency, a column for each answer. */
import { type Answer, ANSWERS } from './answers.ts';
import type { Call } from './calls.ts';
import type { Frequency } from './hostile.ts';
import type { End } from './product.ts';

interface EndedCell {
  readonly call: Pick<Call<string>, 'name'>;
  readonly answer: Answer;
  readonly frequency: Frequency;
  readonly end: End;
}

const SIGNS: Record<End['kind'], string> = {
  healed: 'h',
  skipped: 's',
  asked: 'a',
  waits: 'w',
  defect: 'X',
};
const WIDTH = 36;

export function tableOf(cells: readonly EndedCell[]): string {
  const columns = ANSWERS.map(({ name }, index) => `${index + 1} ${name}`).join(', ');
  const rows = new Map<string, Map<string, string>>();
  for (const { call, answer, frequency, end } of cells) {
    const name = `${call.name}, ${frequency}`;
    const row = rows.get(name) ?? new Map<string, string>();
    rows.set(name, row.set(answer.name, SIGNS[end.kind]));
  }
  const lines = [...rows].map(
    ([name, row]) =>
      name.padEnd(WIDTH) +
      ANSWERS.map((answer) => (row.get(answer.name) ?? '·').padStart(3)).join(''),
  );
  const numbers =
    ' '.repeat(WIDTH) + ANSWERS.map((_, index) => String(index + 1).padStart(3)).join('');
  const legend =
    'h healed by itself, s skipped and shown, a a person is asked, w waits with the time of the next try, X defect, · not possible';
  return [`Answers: ${columns}`, legend, numbers, ...lines].join('\n');
}
