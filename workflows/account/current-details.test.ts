import { expect, test } from 'vitest';
import type { AccountView } from '../../domain/account.ts';
import { type AttentionReason, REASONS } from '../../domain/reasons.ts';
import { sentencesOf } from '../../domain/sentences/reasons/steps.ts';
import { currentDetails } from './current-details.ts';

const SINCE = '2026-11-30T08:00:00.000Z';
const ACCOUNT: AccountView = {
  accountId: '0c4f5d56-53a3-4f0e-8f7e-0f0e5c1c9a01',
  organizationId: 'contoso',
  service: 'sharepoint-online',
  revision: 7,
  state: 'attentionRequired',
  stateSince: SINCE,
  consentStep: null,
  attention: null,
  tenantId: null,
  method: null,
  targetCount: null,
  consents: { sharepoint: { status: 'granted', attemptId: null, failure: null, changedAt: SINCE } },
  runId: null,
  removalStep: null,
};

const attention = (reason: AttentionReason) => ({ reason, message: 'What failed.', consent: null });

test.each(REASONS)('%s: operators read what it is, since when, whose turn, and steps', (reason) => {
  const details = currentDetails({ ...ACCOUNT, attention: attention(reason) });
  const { title, turn, steps } = sentencesOf(reason, 'en', { service: 'SharePoint Online' });
  expect(details).toContain(`**Needs attention:** ${title} (\`${reason}\`). Since ${SINCE}.`);
  expect(details).toContain(`What failed.\n\n${turn}\n\n1. ${steps[0]}`);
  expect(details).toContain(`\n${steps.length}. ${steps.at(-1)}\n`);
});

test('a removal that has stopped is told as such', () => {
  const stopped = {
    ...ACCOUNT,
    state: 'removing',
    attention: attention('unexpectedFailure'),
  } as const;
  const details = currentDetails(stopped);
  expect(details).toContain(
    '**Needs attention:** The removal has stopped (`unexpectedFailure`).\n',
  );
  expect(details).toContain('1. You do not need to do anything.');
});

test('nothing is told while nothing needs a person', () => {
  expect(currentDetails(ACCOUNT)).not.toContain('Needs attention');
});
