import { expect, test } from 'vitest';
import { ALLOW_LIST_WAIT } from './limits.ts';
import {
  allowListDeadline,
  allowMailboxCommand,
  awaitsAllowList,
  ewsHasEnded,
  ewsStateOf,
  isPartlyBlocked,
  isUnclear,
  type QuarantineFinding,
  showsGrant,
  unblockCommand,
  workingAdapter,
} from './quarantine.ts';
import { EWS_END } from './services/exchange-online.ts';

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

test('a look that failed does not show that a consent is there', () => {
  const on = (outcome: QuarantineFinding['outcome'], userId: string | null = A) => [
    { ...found('ews', outcome), userId },
  ];
  expect(showsGrant(on('works'), 'exchange')).toBe(true);
  expect(showsGrant(on('blocked'), 'exchange')).toBe(true);
  expect(showsGrant(on('works'), 'graph')).toBe(false);
  expect(showsGrant(on('notGranted'), 'exchange')).toBe(false);
  expect(showsGrant(on('failed'), 'exchange')).toBe(false);
  expect(showsGrant(on('noMailbox', null), 'exchange')).toBe(false);
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

test.each([
  [[], null],
  [[found('graph', 'works')], null],
  [[found('ews', 'works')], 'works'],
  [[found('ews', 'blocked')], 'blocked'],
  [[found('ews', 'works'), found('ews', 'blocked')], 'partlyBlocked'],
  [[found('graph', 'works'), found('ews', 'blocked')], 'blocked'],
  [[found('ews', 'refused')], 'unavailable'],
  [[found('ews', 'noMailbox')], 'unavailable'],
  [[found('ews', 'blocked'), found('ews', 'ended')], 'ended'],
] as const)(
  'the state of Exchange Web Services follows from the findings: %j',
  (findings, state) => {
    expect(ewsStateOf({ findings }, Date.now())).toBe(state);
  },
);

test('a list that was set may be without effect for 24 hours, and then has to be compared again', () => {
  const allowListSetAt = '2026-12-01T09:30:00.000Z';
  const set = { findings: [found('ews', 'blocked')], allowListSetAt };
  const deadline = Date.parse('2026-12-02T09:30:00.000Z');
  expect([allowListDeadline(allowListSetAt), ALLOW_LIST_WAIT]).toEqual([deadline, 86_400_000]);
  const states = [Date.parse(allowListSetAt), deadline - 1, deadline].map((now) =>
    ewsStateOf(set, now),
  );
  expect(states).toEqual(['setNotEffective', 'setNotEffective', 'setWithoutEffect']);
  expect(states.map(awaitsAllowList)).toEqual([false, false, true]);
  const works = { ...set, findings: [found('ews', 'works')] };
  expect(ewsStateOf(works, deadline)).toBe('works');
});

test.each([
  ['anna@contoso.com', "'anna@contoso.com'"],
  ["o'brien@contoso.com", "'o''brien@contoso.com'"],
  ['a\u2019; Remove-Mailbox b; \u2018@x', "'a\u2019\u2019; Remove-Mailbox b; \u2018\u2018@x'"],
  ['$(Get-Date)@x', "'$(Get-Date)@x'"],
])('an address cannot leave its place in the command: %s', (address, quoted) => {
  expect(allowMailboxCommand(address)).toBe(`Set-CASMailbox -Identity ${quoted} -EwsEnabled $true`);
});
