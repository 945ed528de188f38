import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../domain/limits.ts';
import { DEMO_PASSWORD } from './demo-password.ts';

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
  /** Names of organizations. */
  readonly organizations: readonly string[];
}

/** zxcvbn's scale from 0 to 4. Below 3 it takes fewer than 100 million guesses. */
const MIN_SCORE = 3;
/** Characters that are looked at. zxcvbn takes seconds for a long password made for that. */
const MAX_EXAMINED = 40;
/** Shorter words are in too many others to mean the person. */
const MIN_OWN_WORD = 3;
const PRODUCT = 'Provost';

/**
 * Refuses a password that strangers would try. Nothing is sent anywhere: the list of
 * leaked passwords is zxcvbn's, to which the demo's is added.
 * @throws ProvostError PasswordLength; PasswordGuessable if it is on the list or made of
 * what is, or of patterns; PasswordPersonal if the person's own names are most of it.
 */
export async function refuseWeakPassword(password: string, owner: PasswordOwner): Promise<void> {
  if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    throw new ProvostError('PasswordLength');
  }
  const estimator = await loadEstimator();
  const isWeak = (text: string) => estimator.check(text).score < MIN_SCORE;
  const plain = plainOf(password);
  if (isWeak(password) || isWeak(plain)) throw new ProvostError('PasswordGuessable');
  const rest = without(plain, ownWords(owner));
  if (rest !== plain && isWeak(rest)) throw new ProvostError('PasswordPersonal');
}

let estimator: Promise<ZxcvbnFactory> | undefined;
/** Loaded when it is first needed: the lists take half a second and 15 MB, and passwords are set rarely. */
const loadEstimator = (): Promise<ZxcvbnFactory> => (estimator ??= createEstimator());

async function createEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...dictionary, published: [DEMO_PASSWORD] },
    graphs: adjacencyGraphs,
    maxLength: MAX_EXAMINED,
  });
}

/** In lower case and without accents. */
const plainOf = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function ownWords({ email, name, organizations }: PasswordOwner): string[] {
  // The top-level domain is nobody's.
  const address = email.replace(/\.[^.]*$/, '');
  const words = plainOf([PRODUCT, address, name, ...organizations].join(' ')).match(
    /[\p{L}\p{N}]+/gu,
  );
  return [...new Set(words ?? [])].filter(({ length }) => length >= MIN_OWN_WORD);
}

/** The text without these words, which may be reversed or have digits for letters. */
function without(plain: string, words: readonly string[]): string {
  const letters = lettersOf(plain);
  const own = new Set<number>();
  for (const word of words.map(lettersOf)) {
    for (const form of [word, Array.from(word).toReversed().join('')]) {
      for (let at = letters.indexOf(form); at >= 0; at = letters.indexOf(form, at + 1)) {
        for (let index = at; index < at + form.length; index++) own.add(index);
      }
    }
  }
  return plain.replace(/[^]/g, (character, index: number) => (own.has(index) ? '' : character));
}

const LETTER_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  l: 'i',
  '|': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
};

/** As many characters, with a letter for each that is often written instead of it. */
const lettersOf = (plain: string): string =>
  plain.replace(/[01!l|34@5$7]/g, (character) => LETTER_FOR[character] ?? character);
