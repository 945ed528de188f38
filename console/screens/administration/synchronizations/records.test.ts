import { expect, test } from 'vitest';
import { aRun } from '../../../api/account.fixture.ts';
import { recordsKey, withLatest } from './records.ts';

const keyOf = (changes: Parameters<typeof aRun>[0]) =>
  recordsKey({ synchronization: aRun(changes) });

test('records are read anew when one begins, ends or is held, not while it counts', () => {
  const running = keyOf({ outcome: 'running' });
  expect(keyOf({ outcome: 'running', users: 5000, phase: 'groups' })).toBe(running);
  const held = { since: '2026-05-01T10:05:00.000Z', users: 12, groups: 0 };
  const others = [
    keyOf({ outcome: 'running', runId: '7b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11' }),
    keyOf({ outcome: 'published' }),
    keyOf({ outcome: 'running', held }),
    recordsKey({ synchronization: null }),
  ];
  expect(new Set([running, ...others]).size).toBe(5);
});

test('the one under way is shown as the live events have it, the others as they were read', () => {
  const older = aRun({ runId: '7b1f7a52-0d7a-4c55-9d0e-2a8c1f6f4b11', users: 7 });
  const read = aRun({ users: 10 });
  const latest = aRun({ users: 20 });
  expect(withLatest([read, older], latest)).toEqual([latest, older]);
  expect(withLatest([read, older], null)).toEqual([read, older]);
});
