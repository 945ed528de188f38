import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { catalogue } from './es/index.ts';
import { withMillions } from './plurals.ts';

/** Spanish texts as the console loads them. */
async function spanish(texts: object) {
  const i18n = createInstance();
  await i18n.init({ lng: 'es', resources: { es: texts as never }, fallbackLng: false });
  return (count: number) => i18n.t('synchronizations:confirm.users', { count });
}

test('a million has a text of its own in Spanish', async () => {
  const text = await spanish(withMillions(catalogue));
  expect(text(1_000_000)).toMatch(/^1.000.000 de usuarios$/);
  expect(text(999_999)).toMatch(/^999.999 usuarios$/);
});

test('every counted text has a form for millions', () => {
  const keys = JSON.stringify(withMillions(catalogue)).match(/"\w+_(other|many)"/g) ?? [];
  const count = (suffix: string) => keys.filter((key) => key.endsWith(`${suffix}"`)).length;
  expect(count('_many')).toBe(count('_other'));
  expect(count('_many')).toBeGreaterThan(20);
});
