import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MIGRATIONS } from './migrate.ts';

test('every file in migrations is run, in the order of its number', () => {
  const files = readdirSync(new URL('./migrations', import.meta.url)).toSorted();
  expect(Object.keys(MIGRATIONS).map((name) => `${name}.ts`)).toEqual(files);
});
