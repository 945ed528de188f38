import { expect, test } from 'vitest';
import { isPolled, isOpen, isUnderWay, statusTextOf } from './consent-status.ts';

const at = (
  state: Parameters<typeof statusTextOf>[0]['state'],
  consentStep: 'exchange' | 'graph',
) => ({
  state,
  consentStep,
  attention: null,
});
const revoked = {
  state: 'attentionRequired',
  consentStep: null,
  attention: { reason: 'consentRevoked', consent: 'graph' },
} as const;

test('a step that was never clicked has no status text', () => {
  const consent = { kind: 'exchange', status: 'notStarted', failure: null } as const;
  expect(statusTextOf(at('awaitingConsent', 'exchange'), consent)).toBeNull();
});

test('the status text changes from waiting to sent when the sign-in is accepted', () => {
  const consent = { kind: 'exchange', status: 'waitingForAdministrator', failure: null } as const;
  expect(statusTextOf(at('awaitingConsent', 'exchange'), consent)).toBe('waiting');
  expect(statusTextOf(at('verifyingGrant', 'exchange'), consent)).toBe('sent');
});

test('after an error of Microsoft the step says so, and another click is offered', () => {
  const failure = { code: 'ConsentFailed', sentence: '', diagnosis: 'AADSTS50000: An error.' };
  const consent = { kind: 'exchange', status: 'waitingForAdministrator', failure } as const;
  expect(statusTextOf(at('verifyingGrant', 'exchange'), consent)).toBe('unconfirmed');
  expect(isUnderWay(at('verifyingGrant', 'exchange'), consent)).toBe(false);
});

test('Microsoft is polled for the step being verified and for a revoked consent', () => {
  expect(isPolled(at('verifyingGrant', 'exchange'), 'exchange')).toBe(true);
  expect(isPolled(at('verifyingGrant', 'exchange'), 'graph')).toBe(false);
  expect(isPolled(at('awaitingConsent', 'exchange'), 'exchange')).toBe(false);
  expect(isPolled(revoked, 'graph')).toBe(true);
  expect(isPolled(revoked, 'exchange')).toBe(false);
});

test('a granted step is closed, an unfinished one is open in its turn', () => {
  const account = at('verifyingGrant', 'exchange');
  expect(isOpen(account, { kind: 'exchange', status: 'granted' })).toBe(false);
  expect(isOpen(account, { kind: 'exchange', status: 'declined' })).toBe(true);
  expect(isOpen(account, { kind: 'graph', status: 'notStarted' })).toBe(false);
});

test('a sign-in that fails by our own fault does not send for another person', () => {
  const refusal = (code: string) =>
    ({
      kind: 'exchange',
      status: 'refused',
      failure: { code, sentence: '', diagnosis: null },
    }) as const;
  const account = at('awaitingConsent', 'exchange');
  expect(statusTextOf(account, refusal('RegistrationIncomplete'))).toBe('refusedByUs');
  expect(statusTextOf(account, refusal('NotGlobalAdministrator'))).toBe('refused');
});
