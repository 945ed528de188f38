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

test('a name with accents and odd spaces can be typed on any keyboard', () => {
  expect(isConfirmed('Cafe\u0301 Azul', 'Caf\u00E9\u00A0 Azul')).toBe(true);
});
