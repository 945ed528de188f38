import { expect, test } from 'vitest';
import { isLookedFor, isOpen, leadOf } from './standing.ts';

const at = (state: Parameters<typeof leadOf>[0]['state']) => ({ state, attention: null });
const revoked = {
  state: 'attentionRequired',
  attention: { reason: 'graphConsentRevoked', message: '', command: null },
} as const;

test('a step that was never clicked has no lead', () => {
  const consent = { kind: 'exchange', status: 'notStarted' } as const;
  expect(leadOf(at('awaitingExchangeConsent'), consent)).toBeNull();
});

test('the lead changes from waiting to sent when the sign-in is accepted', () => {
  const consent = { kind: 'exchange', status: 'waitingForAdministrator' } as const;
  expect(leadOf(at('awaitingExchangeConsent'), consent)).toBe('waiting');
  expect(leadOf(at('verifyingExchangeGrant'), consent)).toBe('sent');
});

test('Microsoft is polled for the step being verified and for a revoked consent', () => {
  expect(isLookedFor(at('verifyingExchangeGrant'), 'exchange')).toBe(true);
  expect(isLookedFor(at('verifyingExchangeGrant'), 'graph')).toBe(false);
  expect(isLookedFor(at('awaitingExchangeConsent'), 'exchange')).toBe(false);
  expect(isLookedFor(revoked, 'graph')).toBe(true);
  expect(isLookedFor(revoked, 'exchange')).toBe(false);
});

test('a granted step is closed, an unfinished one is open in its turn', () => {
  const account = at('verifyingExchangeGrant');
  expect(isOpen(account, { kind: 'exchange', status: 'granted' })).toBe(false);
  expect(isOpen(account, { kind: 'exchange', status: 'declined' })).toBe(true);
  expect(isOpen(account, { kind: 'graph', status: 'notStarted' })).toBe(false);
});
