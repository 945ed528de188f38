/** People in a hurry: whatever the state, however often they click, no history gets long. */
import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import type { AccountView } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import { type ProvisioningState, PROVISIONING_STATES } from '../domain/provisioning.ts';
import { TENANT, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

/** More than one history takes. `CLICKS=5000` takes some minutes. */
const CLICKS = Number(process.env['CLICKS'] ?? 400);
/** Events. Far below the server's 51,200, and below what a worker replays in a second. */
const LONGEST = 4000;
/** In milliseconds. A cancellation comes with the answer. */
const HEARTBEAT = 200;

/** Activities that wait at a gate until the test lets them through. */
function gated() {
  const gates = new Map<string, { open: () => void; opened: Promise<void> }>();
  const gate = (name: string) => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => void (open = resolve));
    const made = gates.get(name) ?? { open, opened };
    gates.set(name, made);
    return made;
  };
  /** Ends when it is cancelled, as the product's activities do: nothing else lets a history end. */
  const pass = async (name: string) => {
    const { cancelled, heartbeat } = Context.current();
    const beating = setInterval(() => heartbeat(), HEARTBEAT);
    await Promise.race([gate(name).opened, cancelled]).finally(() => clearInterval(beating));
  };
  return { pass, open: (name: string) => gate(name).open() };
}

async function click(account: TestAccount): Promise<void> {
  const { accountId, state, consentStep } = await account.view();
  const one =
    state === 'awaitingConsent' && consentStep
      ? () => account.begin(consentStep, undefined, accountId)
      : () => account.check(accountId);
  for (let clicks = 0; clicks < CLICKS; clicks += 1) await one();
}

test('hundreds of clicks in each state leave the histories short, and the account goes on', async () => {
  const gates = gated();
  const clicked: ProvisioningState[] = [];
  const activities: Partial<Activities> = {
    waitForGrant: ({ kind }) => gates.pass(kind),
    proveQuarantine: async () => {
      await gates.pass('quarantine');
      return [{ adapter: 'graph', outcome: 'works', userId: TENANT, code: null }];
    },
    synchronizeDirectory: async ({ retried }) => {
      await gates.pass('synchronization');
      if (!retried) throw new ProvostError('ReadingFailed');
    },
  };
  await tests.withAccount(activities, async (account) => {
    const hurry = async (state: ProvisioningState, step: ConsentKind | null = null) => {
      const there = (view: AccountView) => view.state === state && view.consentStep === step;
      await account.until(there);
      await click(account);
      await account.until(there);
      if (!clicked.includes(state)) clicked.push(state);
    };
    await hurry('awaitingConsent', 'exchange');
    await account.signIn('exchange');
    await hurry('verifyingGrant', 'exchange');
    gates.open('exchange');
    await hurry('awaitingConsent', 'graph');
    await account.signIn('graph');
    await hurry('verifyingGrant', 'graph');
    gates.open('graph');
    await hurry('verifyingQuarantine');
    gates.open('quarantine');
    await hurry('awaitingTargets');
    await account.submit({ method: 'all', targetIds: [] });
    await hurry('synchronizing');
    gates.open('synchronization');
    await account.until(({ state }) => state === 'attentionRequired');
    clicked.push('attentionRequired');
    // Any click tries again.
    await click(account);
    await hurry('protected');
    expect(clicked).toEqual(
      PROVISIONING_STATES.filter((state) => state !== 'removing' && state !== 'removed').toSorted(
        (one, other) => clicked.indexOf(one) - clicked.indexOf(other),
      ),
    );
    const lengths = await account.historyLengths();
    expect(Math.max(...lengths)).toBeLessThan(LONGEST);
  });
});
