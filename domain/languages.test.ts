import { expect, test } from 'vitest';
import { pickLanguage } from './languages.ts';

test.each([
  [['es-MX', 'en'], 'es'],
  [['de', 'ES-es;q=0.8'], 'es'],
  [['en-GB', 'es'], 'en'],
  [['de', 'fr'], 'en'],
  [[], 'en'],
])('the preferences %j select %s', (preferences, language) => {
  expect(pickLanguage(preferences)).toBe(language);
});
