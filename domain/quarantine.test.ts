import { expect, test } from 'vitest';
import {
  EWS_END,
  ewsHasEnded,
  isPartlyBlocked,
  type QuarantineFinding,
  unblockCommand,
  workingAdapter,
} from './quarantine.ts';

const OURS = '5f0c1b8e-7a3d-4c52-9e61-2d8b40f7a913';
const found = (
  adapter: QuarantineFinding['adapter'],
  outcome: QuarantineFinding['outcome'],
): QuarantineFinding => ({ adapter, outcome, userId: null, code: null });

test.each([
  ['', OURS],
  ['a-1, b-2', `a-1,b-2,${OURS}`],
  ['{a-1; b-2}', `a-1,b-2,${OURS}`],
  [`"a-1,${OURS.toUpperCase()}"`, `a-1,${OURS}`],
  ['a-1"; Remove-Mailbox x; "', `a-1,Remove-Mailbox,x,${OURS}`],
  ['a-1$(whoami)`n', `a-1whoamin,${OURS}`],
  ['EwsAllowedAppIDs : a-1', `a-1,${OURS}`],
])('the command keeps the applications that are allowed now: %j', (allowed, ids) => {
  expect(unblockCommand(OURS, allowed)).toBe(
    `Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs "${ids}"`,
  );
});

test('Graph is preferred, and one mailbox that works is enough', () => {
  const both = [found('ews', 'works'), found('graph', 'works')];
  expect(workingAdapter(both)).toBe('graph');
  const some = [found('graph', 'refused'), found('ews', 'blocked'), found('ews', 'works')];
  expect(workingAdapter(some)).toBe('ews');
  expect(isPartlyBlocked(some, 'ews')).toBe(true);
  expect(isPartlyBlocked(some, 'graph')).toBe(false);
  expect(workingAdapter([found('graph', 'refused'), found('ews', 'ended')])).toBeNull();
});

test('Exchange Web Services end on 1 April 2027', () => {
  const end = Date.parse(EWS_END);
  expect([ewsHasEnded(end - 1), ewsHasEnded(end)]).toEqual([false, true]);
});
