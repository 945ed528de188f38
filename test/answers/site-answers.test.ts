/** The calls to SharePoint Online and OneDrive. The others: `answers.test.ts`. */
import { vi } from 'vitest';
import { testMatrix } from './matrix.ts';
import { SITE_CALLS } from './site-calls.ts';
import { SITE_ENDINGS } from './site-endings.ts';
import { learnRightSites, SITE_SCENARIOS } from './site-scenarios.ts';

// Waits of the product itself are skipped; those between attempts do not happen here.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: () => Promise.resolve(),
}));

testMatrix({
  calls: SITE_CALLS,
  scenarios: SITE_SCENARIOS,
  endings: SITE_ENDINGS,
  users: 30,
  sites: 20,
  page: 25,
  learn: learnRightSites,
  // Where calls are held back, only every other attempt asks.
  attempts: (_call, frequency) => (frequency === 'item' ? 60 : 10),
});
