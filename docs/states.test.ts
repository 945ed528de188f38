import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STATES_PAGE, statesPage } from './states-page.ts';

test('the page of states is up to date; npm run docs:states writes it', () => {
  expect(readFileSync(STATES_PAGE, 'utf8')).toBe(statesPage());
});
