/** A protected account is checked, and acts on what the checks find. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import { ProvostError } from '../domain/failures.ts';
import type { HealthFinding } from '../domain/health.ts';
import type { QuarantineFinding } from '../domain/quarantine.ts';
import { waitFor } from '../test/support/wait.ts';
import { consentToBoth, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const USER = '22222222-2222-4222-8222-222222222222';

const nothingToTell = () => new ProvostError('NothingToTell', undefined, { retryAfter: 6 * HOUR });

/** Activities in a tenant in which nothing goes wrong until the test says so. */
function watched() {
  const seen = {
    /** What the next check finds, once. */
    finding: null as HealthFinding | null,
    /** Why access is refused; null while it is there. */
    refusal: null as 'GrantNotVisible' | 'AccessRefused' | null,
    checks: [] as Parameters<Activities['watchHealth']>[0][],
    notices: [] as { kind: string; reason: string | null }[],
  };
  const refuse = async () => {
    if (seen.refusal) throw new ProvostError(seen.refusal, undefined, { retryAfter: 100 });
  };
  const activities = {
    watchHealth: async (watch) => {
      seen.checks.push(watch);
      const { finding } = seen;
      seen.finding = null;
      if (finding) return finding;
      throw nothingToTell();
    },
    notify: async ({ kind, reason }) => void seen.notices.push({ kind, reason }),
    waitForGrant: refuse,
    verifyGrant: async () => {
      await refuse();
      return null;
    },
  } satisfies Partial<Activities>;
  return { seen, activities };
}

/** Nothing is synchronized on a schedule, so only checks go on. */
async function protect(account: TestAccount): Promise<void> {
  await consentToBoth(account);
  await account.submit({ method: 'selected', targetIds: [USER] });
  await account.until(({ state }) => state === 'protected');
  await account.rests();
}

test('while all is well, a month of checks costs the history nothing', async () => {
  const { seen, activities } = watched();
  await tests.withAccount(activities, async (account) => {
    await protect(account);
    const before = await account.historyLengths();
    await account.sleep(30 * DAY);
    await waitFor(
      'four checks a day',
      { seen: () => seen.checks.length },
      async () => seen.checks.length >= 4 * 29,
    );
    expect(await account.historyLengths()).toEqual(before);
  });
});

test('access that is lost asks for a consent, and the account goes on when it is back', async () => {
  const { seen, activities } = watched();
  await tests.withAccount(activities, async (account) => {
    await protect(account);
    seen.refusal = 'GrantNotVisible';
    seen.finding = { kind: 'accessLost', failure: 'GrantNotVisible' };
    await account.check();
    const lost = await account.until(({ state }) => state === 'attentionRequired');
    expect(lost.attention).toMatchObject({ reason: 'consentRevoked', consent: 'graph' });
    expect(lost.consents.graph?.status).toBe('revoked');
    seen.refusal = null;
    await account.check();
    const back = await account.until(({ state }) => state === 'protected');
    expect(back.consents.graph?.status).toBe('granted');
    await waitFor(
      'three notices',
      { seen: () => seen.notices },
      async () => seen.notices.length >= 3,
    );
    expect(seen.notices).toEqual([
      { kind: 'protected', reason: null },
      { kind: 'attentionRequired', reason: 'consentRevoked' },
      { kind: 'recovered', reason: 'consentRevoked' },
    ]);
  });
});

test('a tenant that lastingly refuses to be read asks for a person, also in a new history', async () => {
  const { seen, activities } = watched();
  await tests.withAccount(activities, async (account) => {
    await protect(account);
    seen.refusal = 'AccessRefused';
    seen.finding = { kind: 'readingRefused' };
    await account.check();
    const lost = await account.until(({ state }) => state === 'attentionRequired');
    expect(lost.attention?.reason).toBe('readingRefused');
    const { length } = await account.historyLengths();
    for (let click = 0; (await account.historyLengths()).length === length; click += 1)
      await account.check();
    expect((await account.view()).attention?.reason).toBe('readingRefused');
    seen.refusal = null;
    await account.check();
    await account.until(({ state }) => state === 'protected');
    await waitFor(
      'three notices',
      { seen: () => seen.notices },
      async () => seen.notices.length >= 3,
    );
    expect(seen.notices.slice(1)).toEqual([
      { kind: 'attentionRequired', reason: 'readingRefused' },
      { kind: 'recovered', reason: 'readingRefused' },
    ]);
  });
});

test('a quarantine that stops working is proven again with every adapter before a person is asked', async () => {
  const { seen, activities } = watched();
  const proofs: string[][] = [];
  const outcomes: Record<string, QuarantineFinding['outcome']> = { graph: 'works', ews: 'blocked' };
  const proveQuarantine: Activities['proveQuarantine'] = async ({ adapters }) => {
    proofs.push([...adapters]);
    return adapters.map((adapter) => ({
      adapter,
      outcome: outcomes[adapter] ?? 'failed',
      userId: USER,
      code: null,
    }));
  };
  await tests.withAccount({ ...activities, proveQuarantine }, async (account) => {
    await protect(account);
    const { length } = proofs;
    outcomes['graph'] = 'refused';
    outcomes['ews'] = 'works';
    seen.finding = { kind: 'quarantineLost' };
    await account.check();
    const view = await account.until(({ quarantine }) => quarantine?.adapter === 'ews');
    expect(view.state).toBe('protected');
    expect(proofs.slice(length)).toEqual([['graph'], ['graph', 'ews']]);
    expect(seen.notices).toEqual([{ kind: 'protected', reason: null }]);
    await waitFor(
      'the check knows the adapter in use',
      { seen: () => seen.checks.at(-1) },
      async () => seen.checks.at(-1)?.adapter === 'ews',
    );
  });
});

test('a consent that nothing needs is shown as withdrawn, without an alarm', async () => {
  const { seen, activities } = watched();
  await tests.withAccount(activities, async (account) => {
    await protect(account);
    seen.finding = { kind: 'consentChanged', consent: 'exchange', granted: false };
    await account.check();
    const view = await account.until(({ consents }) => consents.exchange?.status === 'revoked');
    expect(view.state).toBe('protected');
    await waitFor(
      'the check knows what is shown',
      { seen: () => seen.checks.at(-1)?.others },
      async () => seen.checks.at(-1)?.others.some(({ granted }) => !granted),
    );
    expect(seen.notices).toEqual([{ kind: 'protected', reason: null }]);
  });
});

test('a check that a person asks for has another number than the one before', async () => {
  const { seen, activities } = watched();
  await tests.withAccount(activities, async (account) => {
    await protect(account);
    await waitFor('the first check', {}, async () => seen.checks.length > 0);
    const before = seen.checks.at(-1)?.requests ?? 0;
    await account.check();
    await waitFor(
      'a check',
      { seen: () => seen.checks.at(-1) },
      async () => seen.checks.at(-1)?.requests === before + 1,
    );
  });
});
