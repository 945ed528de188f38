/** Plural forms that a catalogue does not spell out. */

const COUNTED = '{{count, number}} ';

/**
 * Spanish counts whole millions in a form of its own, with "de": "1.000.000 de
 * usuarios". i18next asks for that form by the suffix `_many`, and shows the
 * bare key where it is missing.
 * @param texts a catalogue, or a part of one.
 * @returns the texts with a `_many` beside each `_other`.
 */
export function withMillions(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
      // Lists count nothing.
      if (Array.isArray(value)) return [[key, value]];
      if (typeof value !== 'string') return [[key, withMillions(value as object)]];
      if (!key.endsWith('_other')) return [[key, value]];
      const many = value.replace(COUNTED, `${COUNTED}de `);
      return [
        [key, value],
        [key.replace(/_other$/, '_many'), many],
      ];
    }),
  );
}
