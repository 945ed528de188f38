/** The addresses and titles of generated sites, and the way back from an address to an ordinal. */

/** The part in the address, and the title. The first site of all is `/sites/finance`. */
const DEPARTMENTS: readonly (readonly [slug: string, title: string])[] = [
  ['finance', 'Finance'],
  ['hr', 'Human Resources'],
  ['marketing', 'Marketing'],
  ['engineering', 'Engineering'],
  ['legal', 'Legal'],
  ['it', 'ITOperations'],
  ['research', 'Research & Development'],
  ['cafe', 'Café Committee'],
  ['womensnetwork', "Women's Network"],
  ['tokyo', '東京オフィス'],
  ['aeroe', 'Project Ærø'],
  ['security', 'Security'],
  ['facilities', 'Facilities'],
  ['sales', 'Sales'],
  ['support', 'Customer Support'],
];

const TOPICS: readonly (readonly [slug: string, title: string])[] = [
  ['', ''],
  ['-nordics', ' Nordics'],
  ['-emea', ' EMEA'],
  ['-apac', ' APAC'],
  ['-americas', ' Americas'],
  ['-projects', ' Projects'],
  ['-events', ' Events'],
  ['-onboarding', ' Onboarding'],
  ['-planning', ' Planning'],
  ['-archive', ' (Archive)'],
];

const COMBINATIONS = TOPICS.flatMap(([slug, title]) =>
  DEPARTMENTS.map(([department, name]) => ({
    slug: `${department}${slug}`,
    title: `${name}${title}`,
  })),
);
const BY_SLUG = new Map(COMBINATIONS.map(({ slug }, index) => [slug, index]));

const NUMBERED = /^(.+?)-(\d{1,6})$/;

/** Every fourth site belongs to a team, and so is below `/teams`. */
const managedPath = (ordinal: number) => (ordinal % 4 === 1 ? '/teams' : '/sites');

/** Address and title of a site collection. No two are the same. */
export function collectionName(ordinal: number): { path: string; title: string } {
  const { slug, title } = COMBINATIONS[ordinal % COMBINATIONS.length] ?? { slug: '', title: '' };
  const round = Math.floor(ordinal / COMBINATIONS.length) + 1;
  const managed = managedPath(ordinal);
  if (round === 1) return { path: `${managed}/${slug}`, title };
  return { path: `${managed}/${slug}-${round}`, title: `${title} ${round}` };
}

/** The ordinal of a site collection by its address, in lower case. */
export function collectionOrdinal(path: string): number | undefined {
  const slug = path.replace(/^\/(sites|teams)\//, '');
  const [, name = slug, round = '1'] = BY_SLUG.has(slug) ? [] : (NUMBERED.exec(slug) ?? []);
  const index = BY_SLUG.get(name);
  if (index === undefined) return undefined;
  const ordinal = (Number(round) - 1) * COMBINATIONS.length + index;
  return collectionName(ordinal).path === path ? ordinal : undefined;
}

const SUBSITES: readonly (readonly [segment: string, title: string])[] = [
  ['budget', 'Budget'],
  ['reports', 'Reports'],
  ['wiki', 'Team Wiki'],
  ['minutes', 'Minutes & Decisions'],
];

/** Address part and title of a site in a site. */
export function subsiteName(ordinal: number): { segment: string; title: string } {
  const [segment, title] = SUBSITES[ordinal % SUBSITES.length] ?? ['', ''];
  return { segment, title };
}

/** `/personal/ada_contoso_example`: every character but letters and digits becomes `_`. */
export const personalPath = (userPrincipalName: string): string =>
  `/personal/${userPrincipalName.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '_')}`;

const MOST_UNDERSCORES = 6;

/** What the part before the `@` of a principal name may have been. */
function possibleNames(text: string): string[] {
  const [first = '', ...rest] = text.split('_');
  if (rest.length > MOST_UNDERSCORES) return [];
  return rest.reduce(
    (names, part) =>
      names.flatMap((name) => ['.', "'", '-'].map((symbol) => `${name}${symbol}${part}`)),
    [first],
  );
}

/** The principal names of which one may belong to the address of a personal site. */
export function principalNamesOf(path: string, domain: string): string[] {
  const suffix = `_${domain.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`;
  const slug = path.replace(/^\/personal\//, '');
  if (!slug.endsWith(suffix)) return [];
  return possibleNames(slug.slice(0, -suffix.length)).map((name) => `${name}@${domain}`);
}
