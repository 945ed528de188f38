import { expect, test } from 'vitest';
import { factsOf as factsOfEvent } from './event-facts.ts';

const factsOf = (details: Readonly<Record<string, unknown>>, mailbox: string | null = null) =>
  factsOfEvent({ details, mailbox });

test('a refused step shows the step and the reason', () => {
  const facts = factsOf({ kind: 'graph', attemptId: 'x', failure: 'ConsentDeclined' });
  expect(facts).toEqual([
    { fact: 'step', kind: 'graph' },
    { fact: 'failure', code: 'ConsentDeclined' },
  ]);
});

test('a sign-in shows the administrator', () => {
  expect(factsOf({ administrator: 'admin@contoso.example' })).toEqual([
    { fact: 'administrator', name: 'admin@contoso.example' },
  ]);
});

test('submitted targets show the method, or how many were selected', () => {
  expect(factsOf({ method: 'selected', userIds: ['a', 'b'] })).toEqual([
    { fact: 'selected', count: 2, target: 'user' },
  ]);
  expect(factsOf({ method: 'selected', siteIds: ['a'] })).toEqual([
    { fact: 'selected', count: 1, target: 'site' },
  ]);
  expect(factsOf({ method: 'selected', targets: 3 })).toEqual([
    { fact: 'selected', count: 3, target: null },
  ]);
  expect(factsOf({ method: 'all', userIds: [] })).toEqual([{ fact: 'method', method: 'all' }]);
});

test('a decision on removals shows the counts, a schedule its time', () => {
  expect(factsOf({ runId: 'x', users: 512, groups: 3 })).toEqual([
    { fact: 'removals', users: 512, groups: 3 },
  ]);
  expect(factsOf({ runId: 'x', users: 0, groups: 0, sites: 5000 })).toEqual([
    { fact: 'siteRemovals', sites: 5000 },
  ]);
  const schedule = { timeOfDay: '02:00', timeZone: 'Europe/Berlin' };
  expect(factsOf({ schedule })).toEqual([{ fact: 'schedule', schedule }]);
  expect(factsOf({ schedule: null })).toEqual([{ fact: 'schedule', schedule: null }]);
});

test('a named mailbox is shown by its address, and the default as that', () => {
  const details = { userId: '22222222-2222-4222-8222-222222222222' };
  expect(factsOf(details, 'canary@contoso.example')).toEqual([
    { fact: 'mailbox', mailbox: 'canary@contoso.example' },
  ]);
  expect(factsOf({ userId: null })).toEqual([{ fact: 'defaultMailbox' }]);
});

test('what needs attention shows the reason', () => {
  expect(factsOf({ reason: 'conditionalAccess' })).toEqual([
    { fact: 'reason', reason: 'conditionalAccess' },
  ]);
});

test('unknown values are left out, never shown raw', () => {
  const strange = {
    kind: 'other',
    administrator: 7,
    failure: 'toString',
    method: null,
    schedule: { timeOfDay: 2 },
    reason: 'toString',
    userId: 7,
  };
  expect(factsOf(strange)).toEqual([]);
});
