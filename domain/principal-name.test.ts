import { expect, test } from 'vitest';
import { domainOf } from './principal-name.ts';

test.each([
  ['ada@contoso.example', 'contoso.example'],
  ["o'neil#1@Mail.Contoso.example", 'mail.contoso.example'],
])('%s has the domain %s', (name, domain) => {
  expect(domainOf(name)).toBe(domain);
});

test.each([
  '',
  '+1 4255550100',
  '+14255550100',
  'Ada Lindqvist',
  'ada',
  'ada@contoso',
  'ada@@contoso.example',
  'ada lindqvist@contoso.example',
  'ada_outlook.example#EXT#@contoso.example',
  'ada_outlook.example#ext#@contoso.example',
  'live.example#ada@outlook.example\n',
  `${'a'.repeat(70)}@contoso.example`,
  `a@${'b.'.repeat(200)}example`,
  'a41b6f5e-0000-4000-8000-000000000000',
])('no domain can be told from %j', (name) => {
  expect(domainOf(name)).toBeNull();
});
