import { expect, test } from 'vitest';
import {
  EWS_END,
  ewsHasEnded,
  isPartlyBlocked,
  isUnclear,
  type QuarantineFinding,
  unblockCommand,
  workingAdapter,
} from './quarantine.ts';

const OURS = '5f0c1b8e-7a3d-4c52-9e61-2d8b40f7a913';
const found = (
  adapter: QuarantineFinding['adapter'],
  outcome: QuarantineFinding['outcome'],
): QuarantineFinding => ({ adapter, outcome, userId: null, code: null });

const [A, B] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

test.each([
  ['', OURS],
  [`${A}, ${B}`, `${A},${B},${OURS}`],
  [`{${A}; ${B}}`, `${A},${B},${OURS}`],
  [`"${A},${OURS.toUpperCase()},${A.toUpperCase()}"`, `${A},${OURS}`],
  [`${A}"; Remove-Mailbox x; "`, `${A},${OURS}`],
  [`EwsEnabled : False\nEwsAllowedAppIDs : ${A}`, `${A},${OURS}`],
])('the command keeps the applications that are allowed now: %j', (allowed, ids) => {
  expect(unblockCommand(OURS, allowed)).toBe(
    `Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs "${ids}"`,
  );
});

test.each([
  ['', false],
  [`{"${A}", "${B}"}\n`, false],
  [`${A}, 22222222-2222…`, true],
  [`EwsAllowedAppIDs : ${A}`, true],
])('a list that may have been cut is noticed: %j', (allowed, unclear) => {
  expect(isUnclear(allowed)).toBe(unclear);
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
