/** For time-skipping.test.ts: waits, and says for how long. */
import { sleep } from '@temporalio/workflow';

export async function waitTenDays(): Promise<number> {
  const start = Date.now();
  await sleep('10 days');
  return Date.now() - start;
}
