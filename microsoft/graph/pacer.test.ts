import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPacer, type Outcome, type Pacer } from './pacer.ts';

const FINE: Outcome = { throttled: false, units: null, used: null };

/** Enters as often as the pacer allows right now, and returns the functions to leave. */
async function enterMany(pacer: Pacer, tenant: string, units: number) {
  const turns: { leave: (outcome: Outcome) => void }[] = [];
  const stop = new AbortController();
  const entering = (async () => {
    for (;;) turns.push(await pacer.enter(tenant, units, stop.signal));
  })().catch(() => undefined);
  await sleep(20);
  stop.abort();
  await entering;
  return turns;
}

function leaveAll(turns: readonly { leave: (outcome: Outcome) => void }[], outcome = FINE): void {
  for (const { leave } of turns) leave(outcome);
}

test('concurrency grows with successful answers and is halved after throttling', async () => {
  const pacer = createPacer();
  const begun = await enterMany(pacer, 'a', 1);
  expect(begun).toHaveLength(8);
  leaveAll(begun);
  for (let round = 0; round < 40; round += 1) leaveAll(await enterMany(pacer, 'a', 1));
  const grown = await enterMany(pacer, 'a', 1);
  expect(grown).toHaveLength(32);
  leaveAll(grown.slice(1));
  leaveAll(grown.slice(0, 1), { ...FINE, throttled: true });
  expect((await enterMany(pacer, 'a', 1)).length).toBeLessThan(20);
});

test('when a request is throttled, waiting requests fail without being sent', async () => {
  const pacer = createPacer();
  const begun = await enterMany(pacer, 'a', 1);
  const waiting = [1, 2, 3].map(() => pacer.enter('a', 1).catch((error: unknown) => error));
  leaveAll(begun.slice(0, 1), { ...FINE, throttled: true });
  leaveAll(begun.slice(1));
  for (const refused of await Promise.all(waiting))
    expect(refused).toMatchObject({ type: 'MicrosoftThrottled', retryAfter: null });
  // Later requests have already waited for the Retry-After.
  expect(await enterMany(pacer, 'a', 1)).not.toEqual([]);
});

test('at most a tenth of the budget is in flight, but always one request regardless of its cost', async () => {
  const pacer = createPacer();
  expect(await enterMany(pacer, 'small', 100)).toHaveLength(3);
  pacer.reportSize('large', 100_000);
  expect(await enterMany(pacer, 'large', 100)).toHaveLength(8);
  expect(await enterMany(pacer, 'other', 10_000)).toHaveLength(1);
});

test('after a warning, no more than the limit is spent in ten seconds', async () => {
  let now = 1_000_000;
  const pacer = createPacer({ now: () => now });
  pacer.reportSize('a', 100_000);
  const spend = async (units: number, used: number | null) => {
    const turns = await enterMany(pacer, 'a', units);
    leaveAll(turns, { throttled: false, units, used });
    return turns.length * units;
  };
  // 8 requests of 100 units at once, of 8,000 in ten seconds; from 6,400 on Graph warns.
  let spent = 0;
  for (let used: number | null = null; used === null || used < 0.9;) {
    spent += await spend(100, spent + 800 > 6400 ? (spent + 800) / 8000 : null);
    used = spent > 6400 ? spent / 8000 : null;
    now += 100;
  }
  expect(spent).toBe(7200);
  expect(await spend(100, 0.95)).toBe(400);
  expect(await enterMany(pacer, 'a', 100)).toEqual([]);
  // The oldest units leave the window first.
  now += 10_000 - 900;
  expect(await spend(100, null)).toBe(800);
});

test('units spent by others in the tenant count too', async () => {
  const now = 1_000_000;
  const pacer = createPacer({ now: () => now });
  pacer.reportSize('a', 100_000);
  leaveAll((await enterMany(pacer, 'a', 1)).slice(0, 1), {
    throttled: false,
    units: 1,
    used: 0.95,
  });
  expect(await enterMany(pacer, 'a', 100)).toEqual([]);
});

test('a limited tenant does not limit others', async () => {
  const pacer = createPacer();
  pacer.reportWarning('a', { throttled: true, used: 1.1 });
  expect(await enterMany(pacer, 'a', 10)).toEqual([]);
  expect(await enterMany(pacer, 'b', 10)).toHaveLength(8);
});

test('the least recently used tenant is forgotten first', async () => {
  const pacer = createPacer({ now: () => 1_000_000, maxTenants: 2 });
  for (const tenant of ['a', 'b']) pacer.reportWarning(tenant, { throttled: true, used: 1.1 });
  expect(await enterMany(pacer, 'a', 10)).toEqual([]);
  expect(await enterMany(pacer, 'c', 10)).toHaveLength(8);
  expect(await enterMany(pacer, 'a', 10)).toEqual([]);
  expect(await enterMany(pacer, 'b', 10)).toHaveLength(8);
});
