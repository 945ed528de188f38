import { expect, test } from 'vitest';
import { type AttentionReason, REASONS } from '../../../../domain/reasons.ts';
import type { Service } from '../../../../domain/services/services.ts';
import { PROVISIONING_STATES } from '../../../../domain/provisioning.ts';
import { partOf, type Position, stepsOf } from './journey.ts';

const statesOf = (account: Position | null, service: Service = 'exchange-online') =>
  stepsOf(service, account).map(({ state }) => state);

const position = (
  state: Position['state'],
  exchange: Position['consents'][number]['status'] = 'granted',
  graph: Position['consents'][number]['status'] = 'granted',
  method: Position['method'] = null,
): Position => ({
  state,
  method,
  attention: null,
  consents: [
    { kind: 'exchange', status: exchange },
    { kind: 'graph', status: graph },
  ],
});

const attention = (reason: AttentionReason, method: Position['method'] = 'all'): Position => ({
  ...position('attentionRequired', 'granted', 'granted', method),
  attention: { reason },
});

test('without an account the part is begin and no step is current', () => {
  expect(partOf(null)).toBe('begin');
  expect(statesOf(null)).toEqual(Array(4).fill('upcoming'));
});

test('maps each state to its part', () => {
  const parts = PROVISIONING_STATES.map((state) => [state, partOf(position(state))]);
  expect(Object.fromEntries(parts)).toEqual({
    awaitingConsent: 'consents',
    verifyingGrant: 'consents',
    verifyingQuarantine: 'consents',
    awaitingTargets: 'targets',
    synchronizing: 'progress',
    protected: 'protected',
    attentionRequired: 'progress',
    removing: 'removing',
    removed: 'removing',
  });
});

test('maps each attention reason to the part that resolves it', () => {
  const parts = REASONS.map((reason) => [reason, partOf(attention(reason))]);
  expect(Object.fromEntries(parts)).toEqual({
    quarantineUnavailable: 'quarantine',
    applicationDisabled: 'accessBlocked',
    conditionalAccess: 'accessBlocked',
    readingRefused: 'accessBlocked',
    credentialRejected: 'accessBlocked',
    tokenRefused: 'accessBlocked',
    consentRevoked: 'consents',
    targetsUnknown: 'targets',
    methodDiffers: 'targets',
    synchronizationFailed: 'synchronizationFailed',
    removalsHeld: 'removalsHeld',
    unexpectedFailure: 'unexpectedFailure',
  });
});

test('shows the progress once targets are submitted, before the synchronization starts', () => {
  expect(partOf(position('awaitingTargets', 'granted', 'granted', 'selected'))).toBe('progress');
});

test('the first unfinished step is the current one', () => {
  expect(statesOf(position('awaitingConsent', 'notStarted', 'notStarted'))).toEqual([
    'current',
    'upcoming',
    'upcoming',
    'upcoming',
  ]);
  expect(statesOf(position('verifyingGrant', 'granted', 'checking'))).toEqual([
    'done',
    'current',
    'upcoming',
    'upcoming',
  ]);
  expect(statesOf(position('synchronizing', 'granted', 'granted', 'all'))).toEqual([
    'done',
    'done',
    'done',
    'current',
  ]);
});

test('all steps of a protected account are done', () => {
  expect(statesOf(position('protected', 'granted', 'granted', 'all'))).toEqual(
    Array(4).fill('done'),
  );
});

test('with an attention reason only that step is marked and no step is current', () => {
  expect(statesOf(attention('quarantineUnavailable'))).toEqual([
    'done',
    'attention',
    'done',
    'upcoming',
  ]);
  expect(statesOf(attention('synchronizationFailed'))).toEqual([
    'done',
    'done',
    'done',
    'attention',
  ]);
});

test('an account that is being removed has no current step', () => {
  expect(statesOf(position('removing', 'granted', 'notStarted'))).toEqual([
    'done',
    'upcoming',
    'upcoming',
    'upcoming',
  ]);
});

test('a service with one consent has three steps, and its own consent is the one that needs attention', () => {
  const sharePoint: Position = {
    state: 'awaitingConsent',
    method: null,
    attention: null,
    consents: [{ kind: 'sharepoint', status: 'notStarted' }],
  };
  expect(stepsOf('sharepoint-online', sharePoint)).toEqual([
    { step: 'sharepoint', state: 'current' },
    { step: 'targets', state: 'upcoming' },
    { step: 'synchronization', state: 'upcoming' },
  ]);
  const disabled = { ...sharePoint, state: 'attentionRequired', method: 'all' } as const;
  const attention = { reason: 'applicationDisabled' } as const;
  expect(statesOf({ ...disabled, attention }, 'sharepoint-online')).toEqual([
    'attention',
    'done',
    'upcoming',
  ]);
});

test('the consent that was revoked is the step that needs attention', () => {
  const revoked: Position = {
    ...position('attentionRequired', 'revoked', 'granted', 'all'),
    attention: { reason: 'consentRevoked', consent: 'exchange' },
  };
  expect(statesOf(revoked)[0]).toBe('attention');
});
