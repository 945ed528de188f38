import { expect, test } from 'vitest';
import { aSynchronization } from '../../../api/account.fixture.ts';
import { recordsKey, withLatest } from './records.ts';

const keyOf = (changes: Parameters<typeof aSynchronization>[0]) =>
  recordsKey({ synchronization: aSynchronization(changes) });

test('records are refetched when one starts, ends or is held, not when its counters change', () => {
  const running = keyOf({ outcome: 'running' });
  expect(keyOf({ outcome: 'running', users: 5000, phase: 'groups' })).toBe(running);
  const held = { since: '2026-05-01T10:05:00.000Z', users: 12, groups: 0, sites: 0 };
  const others = [
    keyOf({ outcome: 'running', runId: '7b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11' }),
    keyOf({ outcome: 'published' }),
    keyOf({ outcome: 'running', held }),
    recordsKey({ synchronization: null }),
  ];
  expect(new Set([running, ...others]).size).toBe(5);
});

test('the latest record comes from the live events, the others as they were fetched', () => {
  const older = aSynchronization({ runId: '7b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11', users: 7 });
  const read = aSynchronization({ users: 10 });
  const latest = aSynchronization({ users: 20 });
  expect(withLatest([read, older], latest)).toEqual([latest, older]);
  expect(withLatest([read, older], null)).toEqual([read, older]);
});
