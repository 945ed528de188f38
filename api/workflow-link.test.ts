import { describe, expect, test } from 'vitest';
import { temporalUiSchema } from './environment.ts';
import { createWorkflowLink } from './workflow-link.ts';

test("links to the account's workflow in its namespace", () => {
  const link = createWorkflowLink('https://temporal.example/ui', 'provost.a1b2c');
  expect(link('exchange-online', 'contoso')).toBe(
    'https://temporal.example/ui/namespaces/provost.a1b2c/workflows/exchange-online%2Fcontoso',
  );
});

test('is null if no UI is known', () => {
  expect(createWorkflowLink(null, 'default')('exchange-online', 'contoso')).toBeNull();
});

describe('the address of the UI', () => {
  test.each([
    ['https://temporal.example/', 'https://temporal.example'],
    ['http://127.0.0.1:8233', 'http://127.0.0.1:8233'],
    [undefined, undefined],
  ])('may be %s', (given, address) => {
    expect(temporalUiSchema.parse(given)).toBe(address);
  });

  test.each(['javascript:alert(1)', 'temporal.example', 'ftp://temporal.example'])(
    'may not be %s',
    (given) => {
      expect(temporalUiSchema.safeParse(given).success).toBe(false);
    },
  );
});
