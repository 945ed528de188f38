import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginProvisioning, sitDown } from './support/consent-desk.ts';
import { type Stack, startStack } from './support/stack.ts';
let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());
test('loop', async () => {
  let removed = 0;
  for (let i = 0; i < 40; i += 1) {
    const { client } = await beginProvisioning(stack);
    await client.remove();
    const seen: unknown[] = [];
    const signal = AbortSignal.timeout(4000);
    await client
      .follow(({ account }) => {
        seen.push(account?.state ?? null);
        return account === null;
      }, signal)
      .catch(() => {
        removed += 1;
        console.log('HUNG', JSON.stringify(seen));
      });
    if (seen.includes('removed')) console.log('saw', JSON.stringify(seen));
  }
  expect(removed).toBe(0);
}, 200000);
