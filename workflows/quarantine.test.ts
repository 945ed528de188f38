/** What administrators say about the quarantine: whose mailbox to try, and that they have allowed us. */
import type { temporal } from '@temporalio/proto';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditedChange } from '../domain/audit.ts';
import { ProvostError } from '../domain/failures.ts';
import { ALLOW_LIST_WAIT } from '../domain/limits.ts';
import type { QuarantineAdapter, QuarantineFinding } from '../domain/quarantine.ts';
import { consentToBothOnly, protectAll, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

/** More than one history takes. */
const MANY = 310;
const MINUTE = 60_000;
const NAMED = '22222222-2222-4222-8222-222222222222';

interface Proof {
  readonly adapters: readonly QuarantineAdapter[];
  readonly known: readonly QuarantineFinding[] | null;
  readonly named: string | null;
}

const found = (
  adapter: QuarantineAdapter,
  outcome: QuarantineFinding['outcome'],
  userId: string | null = null,
): QuarantineFinding => ({ adapter, outcome, userId, code: null });

const KEPT_OUT = [found('graph', 'refused'), found('ews', 'blocked')];

/** Answers as the activity does: nothing new is waited for. */
function quarantineOf(answer: (proof: Proof) => readonly QuarantineFinding[]) {
  const proofs: Proof[] = [];
  const proveQuarantine = async (proof: Proof) => {
    proofs.push(proof);
    const findings = answer(proof);
    if (JSON.stringify(findings) === JSON.stringify(proof.known))
      throw new ProvostError('QuarantineUnavailable', undefined, { retryAfter: 5 * MINUTE });
    return [...findings];
  };
  return { proofs, proveQuarantine };
}

const unavailable = async (account: TestAccount) => {
  await consentToBothOnly(account);
  await account.until(({ attention }) => attention?.reason === 'quarantineUnavailable');
};

/** What operators read in the Temporal UI. */
async function detailsOf({ handle }: TestAccount): Promise<string> {
  const metadata = await handle.query<temporal.api.sdk.v1.IWorkflowMetadata>(
    '__temporal_workflow_metadata',
  );
  return metadata.currentDetails ?? '';
}

test('a mailbox that is named while the quarantine is not available is tried at once', async () => {
  const { proofs, proveQuarantine } = quarantineOf(({ named }) =>
    named === NAMED ? [found('graph', 'works', NAMED), found('ews', 'blocked', NAMED)] : KEPT_OUT,
  );
  const audited: AuditedChange[] = [];
  const recordAccount = async ({ changes }: { changes: readonly AuditedChange[] }) =>
    void audited.push(...changes);
  await tests.withAccount({ proveQuarantine, recordAccount }, async (account) => {
    await unavailable(account);
    await account.until(() => proofs.length === 2);
    await account.nameMailbox(NAMED);
    const view = await account.until(({ state }) => state === 'awaitingTargets');
    expect(view).toMatchObject({ canaryUserId: NAMED, quarantine: { named: NAMED } });
    // What is shown of other mailboxes says nothing about this one.
    expect(proofs.at(-1)).toMatchObject({ named: NAMED, known: [] });
    expect(await detailsOf(account)).toContain(`Mailbox of the quarantine check: \`${NAMED}\``);
    await account.until(() => audited.some(({ action }) => action === 'account.awaitingTargets'));
    const said = audited.map(({ action, details }) => ({ action, details }));
    expect(said).toContainEqual({ action: 'quarantine.none', details: undefined });
    expect(said).toContainEqual({
      action: 'account.attentionRequired',
      details: { reason: 'quarantineUnavailable' },
    });
    expect(said).toContainEqual({ action: 'quarantine.mailboxNamed', details: { userId: NAMED } });
    expect(said.filter(({ action }) => action === 'quarantine.none')).toHaveLength(1);
  });
});

test('a mailbox that was named and is gone is shown after the next synchronization', async () => {
  let gone = false;
  const { proofs, proveQuarantine } = quarantineOf(({ adapters, named }) =>
    [
      ...(gone ? [found('graph', 'noMailbox', named)] : []),
      found('graph', 'works', gone ? null : named),
      found('ews', 'blocked'),
    ].filter(({ adapter }) => adapters.includes(adapter)),
  );
  await tests.withAccount({ proveQuarantine }, async (account) => {
    await protectAll(account);
    await account.nameMailbox(NAMED);
    await account.requestSynchronization();
    const named = await account.until(({ quarantine }) => quarantine?.named === NAMED);
    expect(named.quarantine?.findings).toEqual([
      found('graph', 'works', NAMED),
      found('ews', 'blocked'),
    ]);
    const triedAt = named.quarantine?.ewsTriedAt;
    expect(triedAt).toMatch(/^\d{4}-/);
    gone = true;
    await account.until(({ state }) => state === 'protected');
    await account.requestSynchronization();
    const { quarantine } = await account.until(
      (view) => view.quarantine?.findings[0]?.outcome === 'noMailbox',
    );
    // Exchange Web Services were not tried again, and nothing says so.
    const { since } = named.quarantine ?? {};
    expect(quarantine).toMatchObject({ adapter: 'graph', since, ewsTriedAt: triedAt });
    await account.until(({ state }) => state === 'protected');
    expect(proofs.at(-1)).toMatchObject({ adapters: ['graph'], named: NAMED });
    await account.nameMailbox(null);
    expect((await account.view()).canaryUserId).toBeNull();
  });
});

test('a mailbox is not named before the tenant is known, nor for another account, nor by its address', async () => {
  await tests.withAccount({}, async (account) => {
    const refused = (type: string) => ({ cause: { type } });
    await expect(account.nameMailbox(NAMED)).rejects.toMatchObject(refused('WrongState'));
    await consentToBothOnly(account);
    await account.until(({ state }) => state === 'awaitingTargets');
    await expect(account.nameMailbox(NAMED, randomUUID())).rejects.toMatchObject(
      refused('WrongState'),
    );
    await expect(account.nameMailbox('a@contoso.example')).rejects.toMatchObject(
      refused('InvalidInput'),
    );
    expect((await account.view()).canaryUserId).toBeUndefined();
  });
});

test('a list that was set waits for 24 hours, across histories, and is forgotten once EWS work', async () => {
  let works = false;
  const { proofs, proveQuarantine } = quarantineOf(() =>
    works ? [found('graph', 'refused'), found('ews', 'works')] : KEPT_OUT,
  );
  await tests.withAccount({ proveQuarantine }, async (account) => {
    await unavailable(account);
    const setAt = async () => (await account.view()).quarantine?.allowListSetAt;
    await account.reportAllowList(randomUUID());
    expect(await setAt()).toBeUndefined();
    const before = proofs.length;
    await account.reportAllowList();
    await account.until(async () => (await setAt()) !== undefined && proofs.length > before);
    const first = await setAt();
    expect(await detailsOf(account)).toContain(`set at ${first}, not effective yet`);

    await account.reportAllowList();
    const { runId } = await account.handle.describe();
    const { accountId } = await account.view();
    for (let clicks = 0; clicks < MANY; clicks += 1) await account.check(accountId);
    await account.until(async () => (await account.handle.describe()).runId !== runId);
    expect(await setAt()).toBe(first);

    await account.sleep(ALLOW_LIST_WAIT);
    await account.until(async () => (await detailsOf(account)).includes('had no effect'));
    await account.reportAllowList();
    await account.until(async () => (await setAt()) !== first);
    works = true;
    await account.check();
    const { quarantine } = await account.until(({ state }) => state === 'awaitingTargets');
    expect(quarantine).toMatchObject({ adapter: 'ews' });
    expect(quarantine?.allowListSetAt).toBeUndefined();
  });
});

test('a look that failed does not show a withdrawn consent as given', async () => {
  const answers = [
    [found('graph', 'refused', NAMED), found('ews', 'notGranted')],
    [found('graph', 'refused', NAMED), found('ews', 'failed')],
    [found('graph', 'refused', NAMED), found('ews', 'works', NAMED)],
  ];
  let turn = 0;
  const { proofs, proveQuarantine } = quarantineOf(() => answers[turn] ?? []);
  await tests.withAccount({ proveQuarantine }, async (account) => {
    await unavailable(account);
    for (const status of ['revoked', 'revoked', 'granted']) {
      const outcome = answers[turn]?.[1]?.outcome;
      const view = await account.until(
        ({ quarantine }) => quarantine?.findings.some((it) => it.outcome === outcome) ?? false,
      );
      expect(view.consents.exchange?.status).toBe(status);
      turn += 1;
      await account.check(view.accountId);
    }
    expect(proofs.length).toBeGreaterThan(2);
  });
});
