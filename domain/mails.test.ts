import { expect, test } from 'vitest';
import { isMailAddress, MAIL_ATTEMPTS, mailRetryDelay } from './mails.ts';

const DAY = 24 * 60 * 60 * 1000;

test('an address is one plain address', () => {
  for (const good of [
    'admin@contoso.example',
    'first.last+tag@sub.contoso.co',
    "o'brien@contoso.example",
    `${'a'.repeat(64)}@contoso.example`,
    'x@xn--bcher-kva.example',
  ]) {
    expect(isMailAddress(good), good).toBe(true);
  }
});

test.each([
  [''],
  ['contoso.example'],
  ['@contoso.example'],
  ['admin@'],
  ['admin@contoso'],
  ['admin@localhost'],
  ['admin@127.0.0.1'],
  ['admin@[127.0.0.1]'],
  ['admin@-contoso.example'],
  ['admin@contoso..example'],
  ['.admin@contoso.example'],
  ['ad..min@contoso.example'],
  ['a@b@contoso.example'],
  ['"a b"@contoso.example'],
  ['Admin <admin@contoso.example>'],
  ['admin@contoso.example,other@contoso.example'],
  ['admin@contoso.example other@contoso.example'],
  ['admin@contoso.example\r\nBcc: other@contoso.example'],
  ['admin\n@contoso.example'],
  ['admin@contoso.example\n'],
  ['admin@contoso.example\0'],
  ['admin(comment)@contoso.example'],
  ['ädmin@contoso.example'],
  ['admin@bücher.example'],
  [`${'a'.repeat(65)}@contoso.example`],
  [`a@${'b'.repeat(60)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.example`],
])('%j is not an address', (text) => {
  expect(isMailAddress(text)).toBe(false);
});

test('the attempts to send a mail are over within a day', () => {
  const delays = Array.from({ length: MAIL_ATTEMPTS - 1 }, (_, index) => mailRetryDelay(index + 1));
  expect(delays).toEqual(delays.toSorted((one, other) => one - other));
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  expect(total).toBeGreaterThan(DAY / 2);
  expect(total).toBeLessThan(DAY);
});
