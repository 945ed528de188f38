/** What is said about a reason why an account needs a person. */
import type { Told } from '../../reasons.ts';

// A type, since i18next finds no keys in an interface.
// oxlint-disable-next-line typescript/consistent-type-definitions -- see above
export type ReasonSentences = {
  readonly title: string;
  /** What happened, what goes on meanwhile, and what was not lost. */
  readonly lead: string;
  /** Whose turn it is, in one sentence. */
  readonly turn: string;
  /** What to do, one after the other. */
  readonly steps: readonly string[];
};

/** What the sentences name: `{application}` is the client id of our registration, `{until}` an instant. */
export const NAMES = ['application', 'service', 'permissions', 'until'] as const;
type Name = (typeof NAMES)[number];
export type Names = Partial<Readonly<Record<Name, string>>>;

/** The sentences of one language. */
export interface ReasonTexts {
  readonly reasons: Readonly<Record<Told, ReasonSentences>>;
  /** What stands in the place of a name that is not known. */
  readonly unnamed: Readonly<Record<Name, string>>;
}

/** The sentences with the names in them. */
export function tell(
  { title, lead, turn, steps }: ReasonSentences,
  names: Names,
  unnamed: ReasonTexts['unnamed'],
): ReasonSentences {
  const filled = (text: string) =>
    NAMES.reduce(
      (rest, name) => rest.replaceAll(`{${name}}`, () => names[name] ?? unnamed[name]),
      text,
    );
  return { title: filled(title), lead: filled(lead), turn: filled(turn), steps: steps.map(filled) };
}
