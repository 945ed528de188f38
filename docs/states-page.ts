/** `docs/states.md`, made of the tables in `domain/`. */
import { PROVISIONING_STATES, sentenceOfState, TRANSITIONS } from '../domain/provisioning.ts';
import { ATTENTION_REASONS, CASES, REASONS, type Told } from '../domain/reasons.ts';
import { sentencesOf } from '../domain/sentences/reasons/steps.ts';
import type { Names } from '../domain/sentences/reasons/tell.ts';
import type { Turn } from '../domain/turns.ts';

export const STATES_PAGE = 'docs/states.md';

const TURN_NAMES: Readonly<Record<Turn, string>> = {
  globalAdministrator: 'a Global Administrator of the tenant',
  exchangeAdministrator: 'an Exchange administrator of the tenant',
  consoleAdministrator: 'an administrator of the console',
  microsoft: 'Microsoft',
  us: 'whoever operates the product',
};

/** The placeholders stay: the page is about all accounts. */
const NAMES = {
  application: '`{application}`',
  service: '`{service}`',
  permissions: '`{permissions}`',
  until: '`{until}`',
} as const satisfies Names;

/** The page as it should be. */
export const statesPage = (): string => `# States of an account, and what needs a person

Made of \`domain/provisioning.ts\`, \`domain/reasons.ts\` and \`domain/sentences/reasons/\` by \`npm run docs:states\`. Change
those, not this page.

## States

${table(['State', 'What it means', 'Goes on to'], PROVISIONING_STATES.map(rowOf))}

## Reasons

While something needs a person, the account is in \`attentionRequired\`, or in \`removing\` if a removal has stopped. A
quiet reason is one that the customer can do nothing about: the page says it, without an alarm.

${table(['Reason', 'Whose turn it is', 'Quiet', 'Mends itself'], REASONS.map(reasonRow))}

${[...REASONS, ...cases()].map(sectionOf).join('\n\n')}
`;

const cases = () => Object.keys(CASES) as (keyof typeof CASES)[];
const code = (text: string) => `\`${text}\``;

function rowOf(state: (typeof PROVISIONING_STATES)[number]): readonly string[] {
  const next = TRANSITIONS.filter(({ from }) => from === state).map(({ to }) => code(to));
  const sentence = sentenceOfState(state, { service: 'The service', consent: 'a resource' });
  return [code(state), sentence, [...new Set(next)].join(', ') || '–'];
}

function reasonRow(reason: (typeof REASONS)[number]): readonly string[] {
  const { turn, quiet, mendsItself } = ATTENTION_REASONS[reason];
  const whose = turn === null ? 'follows from the quarantine check' : TURN_NAMES[turn];
  return [code(reason), whose, yes(quiet), yes(mendsItself)];
}

const yes = (is: boolean) => (is ? 'yes' : 'no');

function sectionOf(told: Told): string {
  const { title, lead, turn, steps } = sentencesOf(told, 'en', NAMES);
  const reason = Object.entries(CASES).find(([each]) => each === told)?.[1];
  const heading = reason === undefined ? code(told) : `${code(told)}, a case of ${code(reason)}`;
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`);
  return [`### ${heading}`, `**${title}.** ${lead}`, turn, numbered.join('\n')].join('\n\n');
}

/** Columns are padded as the formatter would. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(head), rule, ...rows.map(line)].join('\n');
}
