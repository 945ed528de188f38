import { expect, test } from 'vitest';
import { MAX_UPDATES, MAX_WAITING_UPDATES } from '../domain/limits.ts';
import { callsInTurn } from './in-turn.ts';

test('a few calls of one account run at a time, some wait, and more are refused', async () => {
  const inTurn = callsInTurn();
  let running = 0;
  let most = 0;
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const call = async () => {
    most = Math.max(most, (running += 1));
    await gate;
    running -= 1;
  };
  const room = MAX_UPDATES + MAX_WAITING_UPDATES;
  // Others wait only once the first ones run, a moment after they were called.
  const first = Array.from({ length: MAX_UPDATES }, () => inTurn('contoso', call));
  await Promise.resolve();
  const accepted = Array.from({ length: room - MAX_UPDATES }, () => inTurn('contoso', call));
  await expect(inTurn('contoso', call)).rejects.toMatchObject({ type: 'RateLimited' });
  open();
  await inTurn('fabrikam', async () => undefined);
  await Promise.all([...first, ...accepted]);
  expect(most).toBe(MAX_UPDATES);
  await expect(inTurn('contoso', async () => 'again')).resolves.toBe('again');
});
