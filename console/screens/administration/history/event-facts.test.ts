import { expect, test } from 'vitest';
import { factsOf } from './event-facts.ts';

test('a refused step tells the step and the reason', () => {
  const facts = factsOf({ kind: 'graph', attemptId: 'x', failure: 'ConsentDeclined' });
  expect(facts).toEqual([
    { fact: 'step', kind: 'graph' },
    { fact: 'failure', code: 'ConsentDeclined' },
  ]);
});

test('a sign-in tells whose', () => {
  expect(factsOf({ administrator: 'admin@contoso.example' })).toEqual([
    { fact: 'administrator', name: 'admin@contoso.example' },
  ]);
});

test('submitted targets tell the method, and how many were selected', () => {
  expect(factsOf({ method: 'selected', userIds: ['a', 'b'] })).toEqual([
    { fact: 'selected', count: 2 },
  ]);
  expect(factsOf({ method: 'all', userIds: [] })).toEqual([{ fact: 'method', method: 'all' }]);
});

test('what is not known is left out, never shown raw', () => {
  const strange = { kind: 'other', administrator: 7, failure: 'toString', method: null };
  expect(factsOf(strange)).toEqual([]);
});
