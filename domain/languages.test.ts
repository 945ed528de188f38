import { expect, test } from 'vitest';
import { pickLanguage } from './languages.ts';

test.each([
  [['es-MX', 'en'], 'es'],
  [['de', 'ES-es;q=0.8'], 'es'],
  [['en-GB', 'es'], 'en'],
  [['de', 'fr'], 'en'],
  [[], 'en'],
])('the wishes %j are answered in %s', (wishes, language) => {
  expect(pickLanguage(wishes)).toBe(language);
});
