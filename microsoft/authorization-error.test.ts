import { describe, expect, test } from 'vitest';
import { diagnosisOf, isOwnNo } from './authorization-error.ts';

const declined = 'AADSTS65004: User declined to consent to access the app.';

describe('only what the person chose is a no of their own', () => {
  test.each([
    [{ error: 'access_denied' }, true],
    [{ error: 'access_denied', error_subcode: 'cancel' }, true],
    [{ error: 'consent_required', error_subcode: 'cancel' }, true],
    [{ error: 'access_denied', error_description: declined }, true],
    [{ error: 'consent_required', error_description: declined }, true],
    [{ error: 'access_denied', error_uri: 'https://x.example/error?code=65004' }, true],
    [{ error: 'access_denied', error_description: 'AADSTS50020: No such user.' }, false],
    [{ error: 'access_denied', error_description: 'AADSTS650041: Another number.' }, false],
    [{ error: 'consent_required' }, false],
    [{ error: 'server_error' }, false],
    [{ error: 'temporarily_unavailable', error_description: 'AADSTS90033: Try again.' }, false],
  ])('%j: %s', (answer, own) => {
    expect(isOwnNo(answer)).toBe(own);
  });
});

test.each([
  [{ error: 'access_denied', error_description: `${declined}\r\nTrace ID: 1` }, declined],
  [{ error: 'access_denied', error_description: `${declined} Trace ID: 1 Timestamp: 2` }, declined],
  [
    { error: 'server_error', error_uri: 'https://x.example/error?code=50000' },
    'AADSTS50000: server_error',
  ],
  [{ error: 'server_error', error_description: '' }, 'server_error'],
  [{ error: 'server_error', error_description: 'a\u0000b\u202Ec\u{1F600}' }, 'abc\u{1F600}'],
])('%j is shown as %j', (answer, shown) => {
  expect(diagnosisOf(answer)).toBe(shown);
});

test('a long text is cut between characters', () => {
  const shown = diagnosisOf({ error: 'e', error_description: `${'a'.repeat(299)}\u{1F600}` });
  expect(shown).toBe('a'.repeat(299));
  expect(diagnosisOf({ error: 'e'.repeat(500) })).toHaveLength(60);
});
