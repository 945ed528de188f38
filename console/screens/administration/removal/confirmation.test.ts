import { expect, test } from 'vitest';
import { isConfirmed } from './confirmation.ts';

test.each([
  ['Contoso', true],
  ['  contoso ', true],
  ['Contos', false],
  ['Contoso Ltd', false],
  ['', false],
])('“%s” for Contoso: %s', (typed, confirmed) => {
  expect(isConfirmed(typed, 'Contoso')).toBe(confirmed);
});

test('accents and spaces match however they are encoded', () => {
  expect(isConfirmed('Cafe\u0301 Azul', 'Caf\u00E9\u00A0 Azul')).toBe(true);
});
