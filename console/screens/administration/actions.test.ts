import { expect, test } from 'vitest';
import { PROVISIONING_STATES } from '../../../domain/provisioning.ts';
import { isUnfinished, synchronizability } from './actions.ts';

test('a synchronization can be asked for only of a protected account with everybody', () => {
  const available = PROVISIONING_STATES.filter(
    (state) => synchronizability({ method: 'all', state, attention: null }) === 'available',
  );
  expect(available).toEqual(['protected']);
  expect(synchronizability({ method: 'all', state: 'synchronizing', attention: null })).toBe(
    'running',
  );
  expect(synchronizability({ method: null, state: 'awaitingTargets', attention: null })).toBe(
    'later',
  );
});

test('while removals are held there is something to decide first', () => {
  const attention = { reason: 'removalsHeld' } as const;
  expect(synchronizability({ method: 'all', state: 'attentionRequired', attention })).toBe('held');
});

test('with selected users there is never one, and the reason is said in every state', () => {
  const reasons = PROVISIONING_STATES.map((state) =>
    synchronizability({ method: 'selected', state, attention: null }),
  );
  expect(new Set(reasons)).toEqual(new Set(['notForSelected']));
});

test('what is protected or on its way out is not to be continued', () => {
  const finished = PROVISIONING_STATES.filter(
    (state) => !isUnfinished({ state, directory: null, attention: null }),
  );
  expect(finished).toEqual(['protected', 'removing', 'removed']);
});

test('the first synchronization is part of the provisioning, a later one is not', () => {
  const directory = { users: 3, groups: 1, publishedAt: '2026-05-01T10:00:00.000Z' };
  expect(isUnfinished({ state: 'synchronizing', directory: null, attention: null })).toBe(true);
  expect(isUnfinished({ state: 'synchronizing', directory, attention: null })).toBe(false);
  const waiting = (reason: 'synchronizationFailed' | 'removalsHeld') =>
    isUnfinished({ state: 'attentionRequired', directory, attention: { reason } });
  expect(waiting('synchronizationFailed')).toBe(true);
  expect(waiting('removalsHeld')).toBe(false);
});
