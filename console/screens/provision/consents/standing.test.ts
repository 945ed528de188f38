import { expect, test } from 'vitest';
import { isLookedFor, isOpen, leadOf } from './standing.ts';

const at = (state: Parameters<typeof leadOf>[0]['state']) => ({ state, attention: null });
const revoked = {
  state: 'attentionRequired',
  attention: { reason: 'graphConsentRevoked', message: '', command: null },
} as const;

test('a step that was never clicked needs no more words', () => {
  const consent = { kind: 'exchange', status: 'notStarted' } as const;
  expect(leadOf(at('awaitingExchangeConsent'), consent)).toBeNull();
});

test('whoever was clicked for is waited for until the sign-in, and looked after from then on', () => {
  const consent = { kind: 'exchange', status: 'waitingForAdministrator' } as const;
  expect(leadOf(at('awaitingExchangeConsent'), consent)).toBe('waiting');
  expect(leadOf(at('verifyingExchangeGrant'), consent)).toBe('sent');
});

test('Microsoft is looked at for the step that is being verified, and for one that was withdrawn', () => {
  expect(isLookedFor(at('verifyingExchangeGrant'), 'exchange')).toBe(true);
  expect(isLookedFor(at('verifyingExchangeGrant'), 'graph')).toBe(false);
  expect(isLookedFor(at('awaitingExchangeConsent'), 'exchange')).toBe(false);
  expect(isLookedFor(revoked, 'graph')).toBe(true);
  expect(isLookedFor(revoked, 'exchange')).toBe(false);
});

test('a granted step leads nowhere, an open one does', () => {
  const account = at('verifyingExchangeGrant');
  expect(isOpen(account, { kind: 'exchange', status: 'granted' })).toBe(false);
  expect(isOpen(account, { kind: 'exchange', status: 'declined' })).toBe(true);
  expect(isOpen(account, { kind: 'graph', status: 'notStarted' })).toBe(false);
});
