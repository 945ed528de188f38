import { expect, test } from 'vitest';
import { factsOf } from './event-facts.ts';

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
    { fact: 'selected', count: 2 },
  ]);
  expect(factsOf({ method: 'all', userIds: [] })).toEqual([{ fact: 'method', method: 'all' }]);
});

test('a decision on removals shows the counts, a schedule its time', () => {
  expect(factsOf({ runId: 'x', users: 512, groups: 3 })).toEqual([
    { fact: 'removals', users: 512, groups: 3 },
  ]);
  const schedule = { timeOfDay: '02:00', timeZone: 'Europe/Berlin' };
  expect(factsOf({ schedule })).toEqual([{ fact: 'schedule', schedule }]);
  expect(factsOf({ schedule: null })).toEqual([{ fact: 'schedule', schedule: null }]);
});

test('unknown values are left out, never shown raw', () => {
  const strange = {
    kind: 'other',
    administrator: 7,
    failure: 'toString',
    method: null,
    schedule: { timeOfDay: 2 },
  };
  expect(factsOf(strange)).toEqual([]);
});
