import { describe, expect, test } from 'vitest';
import type { EwsState, QuarantineOutcome } from './quarantine.ts';
import { ATTENTION_REASONS, type AttentionReason, REASONS, toldOf, turnsOf } from './reasons.ts';

const turns = (reason: AttentionReason) => turnsOf({ attention: { reason }, quarantine: null });

describe('whose turn it is', () => {
  test.each<[AttentionReason, string]>([
    ['consentRevoked', 'globalAdministrator'],
    ['credentialRejected', 'us'],
    ['removalsHeld', 'consoleAdministrator'],
  ])('%s: %s', (reason, turn) => expect(turns(reason)).toEqual([turn]));

  test('is said for each reason, except where the quarantine check says it', () => {
    expect(REASONS.filter((reason) => turns(reason).length === 0)).toEqual([
      'quarantineUnavailable',
    ]);
  });

  test('is never the customer’s where the reason is quiet', () => {
    const quiet = REASONS.filter((reason) => ATTENTION_REASONS[reason].quiet);
    expect(quiet).toContain('credentialRejected');
    for (const reason of quiet) expect(['microsoft', 'us']).toContain(turns(reason)[0]);
  });

  const quarantine = (
    outcomes: readonly [QuarantineOutcome, string | null][],
    ews: EwsState | null = null,
  ) =>
    turnsOf({
      attention: { reason: 'quarantineUnavailable' },
      quarantine: { findings: outcomes.map(([outcome, code]) => ({ outcome, code })), ews },
    });

  test('is said once for each who can make the quarantine work, in any one way', () => {
    const findings: [QuarantineOutcome, string | null][] = [
      ['notGranted', null],
      ['blocked', null],
      ['blocked', null],
    ];
    expect(quarantine(findings)).toEqual(['globalAdministrator', 'exchangeAdministrator']);
  });

  test('is Microsoft’s during an outage, and while Exchange applies a list that was set', () => {
    expect(quarantine([['failed', 'MicrosoftUnavailable']])).toEqual(['microsoft']);
    expect(quarantine([['failed', 'ErrorNobodyKnows']])).toEqual(['us']);
    expect(quarantine([['blocked', null]], 'setNotEffective')).toEqual(['microsoft']);
    expect(quarantine([['blocked', null]], 'setWithoutEffect')).toEqual(['exchangeAdministrator']);
  });
});

describe('what is told', () => {
  const at = (reason: AttentionReason) => ({ attention: { reason }, ews: null });

  test('is the reason', () => {
    expect(toldOf({ state: 'attentionRequired', ...at('consentRevoked') })).toBe('consentRevoked');
    expect(toldOf({ state: 'protected', attention: null, ews: null })).toBeNull();
  });

  test('is a case of its own while Exchange applies a list, and while an account is removed', () => {
    const quarantine = { ...at('quarantineUnavailable'), ews: 'setNotEffective' } as const;
    expect(toldOf({ state: 'attentionRequired', ...quarantine })).toBe('allowListSet');
    expect(toldOf({ state: 'attentionRequired', ...quarantine, ews: 'blocked' })).toBe(
      'quarantineUnavailable',
    );
    expect(toldOf({ state: 'removing', ...at('unexpectedFailure') })).toBe('removalFailed');
    expect(toldOf({ state: 'attentionRequired', ...at('unexpectedFailure') })).toBe(
      'unexpectedFailure',
    );
  });
});
