import { expect, test } from 'vitest';
import { aDirectory } from '../../api/account.fixture.ts';
import { PROVISIONING_STATES } from '../../../domain/provisioning.ts';
import { isUnfinished, synchronizability } from './actions.ts';

test('a synchronization can be requested only for a protected account that synchronizes all users', () => {
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

test('held removals must be decided before a synchronization', () => {
  const attention = { reason: 'removalsHeld' } as const;
  expect(synchronizability({ method: 'all', state: 'attentionRequired', attention })).toBe('held');
});

test('selected users can never be synchronized on request, and every state gives the same reason', () => {
  const reasons = PROVISIONING_STATES.map((state) =>
    synchronizability({ method: 'selected', state, attention: null }),
  );
  expect(new Set(reasons)).toEqual(new Set(['notForSelected']));
});

test('a protected or removed account has no provisioning to continue', () => {
  const finished = PROVISIONING_STATES.filter(
    (state) => !isUnfinished({ state, directory: null, attention: null }),
  );
  expect(finished).toEqual(['protected', 'removing', 'removed']);
});

test('the first synchronization is part of the provisioning, a later one is not', () => {
  const directory = aDirectory();
  expect(isUnfinished({ state: 'synchronizing', directory: null, attention: null })).toBe(true);
  expect(isUnfinished({ state: 'synchronizing', directory, attention: null })).toBe(false);
  const waiting = (reason: 'synchronizationFailed' | 'removalsHeld') =>
    isUnfinished({ state: 'attentionRequired', directory, attention: { reason } });
  expect(waiting('synchronizationFailed')).toBe(true);
  expect(waiting('removalsHeld')).toBe(false);
});
