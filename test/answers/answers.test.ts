/** The calls to Entra, Exchange and the directory. Those to sites and drives: `site-answers.test.ts`. */
import { vi } from 'vitest';
import { type DirectoryCall, CALLS, PARTIAL } from './calls.ts';
import { ENDINGS } from './endings.ts';
import type { Frequency } from './hostile.ts';
import { testMatrix } from './matrix.ts';
import { learnRightDirectory, SCENARIOS } from './scenarios.ts';

// Waits of the product itself are skipped; those between attempts do not happen here.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: () => Promise.resolve(),
}));

/** With those that the sandbox has anyway, they fill more than a page. */
const MORE_GROUPS = 10;

testMatrix({
  calls: CALLS,
  scenarios: SCENARIOS,
  endings: ENDINGS,
  users: 40,
  sites: 0,
  page: 15,
  async learn(world, control) {
    for (let number = 1; number <= MORE_GROUPS; number += 1)
      await control.addGroup(`Team ${number}`);
    PARTIAL.push(...world.tenant.userIds.slice(0, 2));
    await learnRightDirectory(world);
  },
  /** Canaries of proofs at the same time in one mailbox would clear each other away. */
  alone: ({ scenario }) => scenario === 'quarantine',
  attempts({ scenario }: DirectoryCall, frequency: Frequency) {
    if (frequency === 'item') return 30;
    return scenario === 'quarantine' ? 14 : 10;
  },
});
