import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UNITS_OF_A_LARGE_TENANT, WINDOW_MS } from '../resource-units.ts';
import { UnitBudget } from './unit-budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Calls that take `answeredAfter` ms, and the times at which they were sent. */
function script(answeredAfter: number) {
  const budget = new UnitBudget();
  const sent: number[] = [];
  const begun = Date.now();
  const call = async () => {
    sent.push(Date.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, answeredAfter));
  };
  return { sent, spend: (units: number) => void budget.spend(units, call) };
}

test('units are returned one window after the answer, not after the request', async () => {
  const { sent, spend } = script(300);
  spend(UNITS_OF_A_LARGE_TENANT - 1);
  spend(1);
  spend(1);
  await vi.advanceTimersByTimeAsync(WINDOW_MS + 299);
  expect(sent).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([0, 0, WINDOW_MS + 300]);
});

test('calls are sent in order, even if a later, smaller call would fit', async () => {
  const { sent, spend } = script(0);
  spend(UNITS_OF_A_LARGE_TENANT - 1);
  spend(2);
  spend(1);
  await vi.advanceTimersByTimeAsync(WINDOW_MS - 1);
  expect(sent).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([0, WINDOW_MS, WINDOW_MS]);
});

test('a failed call also returns its units', async () => {
  const budget = new UnitBudget();
  const failing = budget.spend(UNITS_OF_A_LARGE_TENANT, () => Promise.reject(new Error('refused')));
  await expect(failing).rejects.toThrow('refused');
  const next = vi.fn<() => Promise<void>>().mockResolvedValue();
  void budget.spend(1, next);
  expect(next).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(WINDOW_MS);
  expect(next).toHaveBeenCalledOnce();
});
