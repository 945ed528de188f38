import { describe, expect, test } from 'vitest';
import { ATTENTION_REASONS, type AttentionReason, turnsOf } from './account.ts';
import type { EwsState, QuarantineOutcome } from './quarantine.ts';

const turns = (reason: AttentionReason) => turnsOf({ attention: { reason }, quarantine: null });

describe('whose turn it is', () => {
  test.each<[AttentionReason, string]>([
    ['consentRevoked', 'globalAdministrator'],
    ['credentialRejected', 'us'],
    ['removalsHeld', 'consoleAdministrator'],
  ])('%s: %s', (reason, turn) => expect(turns(reason)).toEqual([turn]));

  test('is said for each reason, except where the quarantine check says it', () => {
    const silent = Object.keys(ATTENTION_REASONS).filter(
      (reason) => turns(reason as AttentionReason).length === 0,
    );
    expect(silent).toEqual(['quarantineUnavailable']);
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
