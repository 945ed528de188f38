import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../languages.ts';
import { CASES, REASONS, type Told } from '../../reasons.ts';
import { texts as english } from './en.ts';
import { texts as spanish } from './es.ts';
import { sentencesOf, stepsOf } from './steps.ts';
import type { ReasonSentences } from './tell.ts';

const ALL = [...REASONS, ...(Object.keys(CASES) as (keyof typeof CASES)[])];

const placeholdersIn = (text: string) => (text.match(/\{[^}]*\}/g) ?? []).toSorted();
const linesOf = ({ title, lead, turn, steps }: ReasonSentences) => [title, lead, turn, ...steps];

test('every reason has its sentences in both languages, and no others are there', () => {
  for (const { reasons } of [english, spanish])
    expect(Object.keys(reasons).toSorted()).toEqual(ALL.toSorted());
});

describe.each(ALL)('%s', (told) => {
  test('names the same in both languages, in as many steps', () => {
    const [ours, theirs] = [linesOf(english.reasons[told]), linesOf(spanish.reasons[told])];
    expect(theirs.map(placeholdersIn)).toEqual(ours.map(placeholdersIn));
  });

  test.each(LANGUAGES)('says in %s what to do, also if no name is known', (language) => {
    const { title, lead, turn, steps } = sentencesOf(told, language);
    for (const line of [title, lead, turn, ...steps]) {
      expect(line).not.toMatch(/[{}]/);
      expect(line.length).toBeGreaterThan(5);
    }
    expect(steps.length).toBeGreaterThan(0);
  });

  test('has a title that names nothing, since lists show it without an account', () => {
    expect(placeholdersIn(english.reasons[told].title)).toEqual([]);
  });
});

test('steps name what is known, as it is', () => {
  const application = '11111111-2222-4333-8444-555555555555';
  expect(stepsOf('applicationDisabled', 'en', { application })[1]).toBe(
    `Go to Entra ID > Enterprise apps > All applications, and select the application ${application}.`,
  );
  const permissions = '$& $1';
  expect(stepsOf('consentRevoked' satisfies Told, 'es', { permissions })[0]).toMatch(
    /Faltan: \$& \$1\.$/,
  );
});
