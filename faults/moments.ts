/** The moments of the kills: how an account reaches each, and what a person does afterwards. */
import type { ProvisioningState } from '../domain/provisioning.ts';
import {
  clickAndSignIn,
  completeConsents,
  completeStep,
  removeAccount,
  until,
} from '../test/support/consent-desk.ts';
import { consentAtMicrosoft, CONTOSO_ADMINISTRATOR } from '../test/support/administrator.ts';
import { untilProtected, untilState } from '../test/support/walk.ts';
import { lockTable } from './lock.ts';
import type { Stage } from './stage.ts';

export interface Moment {
  /** Brings a new account to this moment. @returns a function that ends the moment if it is held */
  reach(stage: Stage): Promise<(() => Promise<unknown>) | void>;
  /** The state at the time of the kill. In another state the moment was missed. */
  readonly state: ProvisioningState;
  /** What a person does afterwards. Default: `goOn`. */
  readonly after?: (stage: Stage) => Promise<void>;
  /** Set if the account and its data must be gone at the end. */
  readonly removed?: true;
}

const SLOWLY = { latencyMs: 400 };
const AT_ONCE = { latencyMs: 0 };
/** Grants become visible with a delay. */
const LATE = { consentPropagationMs: 4000 };
const PAGE = 20;

export const MOMENTS = {
  awaitingExchangeConsent: { state: 'awaitingExchangeConsent', reach: async () => undefined },
  atMicrosoft: {
    state: 'verifyingExchangeGrant',
    reach: async ({ desk }) => void (await clickAndSignIn(desk, 'exchange')),
  },
  verifyingExchangeGrant: {
    state: 'verifyingExchangeGrant',
    reach: (stage) => consentWithDelay(stage, 'exchange'),
  },
  awaitingGraphConsent: {
    state: 'awaitingGraphConsent',
    reach: async ({ desk }) => void (await completeStep(desk, 'exchange')),
  },
  verifyingGraphGrant: {
    state: 'verifyingGraphGrant',
    async reach(stage) {
      await completeStep(stage.desk, 'exchange');
      await consentWithDelay(stage, 'graph');
    },
  },
  awaitingTargets: {
    state: 'awaitingTargets',
    reach: async ({ desk }) => void (await completeConsents(desk)),
  },
  readingUsers: {
    state: 'synchronizing',
    async reach({ desk, production: { sandbox } }) {
      await completeConsents(desk);
      await sandbox.tenant.misbehave(SLOWLY);
      await desk.client.submit({ method: 'all' });
      await until(desk.client, ({ synchronization: run }) => (run?.users ?? 0) >= 4 * PAGE);
      return () => sandbox.tenant.misbehave(AT_ONCE);
    },
  },
  waitingForMicrosoft: {
    state: 'synchronizing',
    async reach({ desk, production: { sandbox } }) {
      await completeConsents(desk);
      await sandbox.tenant.misbehave({ failNext: 100_000, failPathContains: '/members?' });
      await desk.client.submit({ method: 'all' });
      await until(desk.client, ({ synchronization: run }) => (run?.waiting ?? null) !== null);
      return () => sandbox.tenant.misbehave({ failNext: 0 });
    },
  },
  publishing: {
    state: 'synchronizing',
    async reach({ desk, production }) {
      await completeConsents(desk);
      const lock = await lockTable(production, 'directory_users');
      await desk.client.submit({ method: 'all' });
      await lock.whenAwaited();
      return lock.release;
    },
  },
  protected: {
    state: 'protected',
    reach: ({ desk }) => protect(desk),
  },
  removing: {
    state: 'removing',
    removed: true,
    async reach({ desk, production }) {
      await protect(desk);
      const lock = await lockTable(production, 'directory_users');
      await desk.client.remove();
      await lock.whenAwaited();
      return lock.release;
    },
    after: ({ desk }) => removeAccount(desk.client),
  },
} satisfies Record<string, Moment>;

export type MomentName = keyof typeof MOMENTS;

async function consentWithDelay(
  { desk, production: { sandbox } }: Stage,
  kind: 'exchange' | 'graph',
): Promise<void> {
  await sandbox.tenant.misbehave(LATE);
  const { signInAddress } = await desk.client.consent(kind);
  await consentAtMicrosoft(desk.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  await untilState(desk, kind === 'exchange' ? 'verifyingExchangeGrant' : 'verifyingGraphGrant');
}

async function protect(desk: Stage['desk']): Promise<void> {
  await completeConsents(desk);
  await desk.client.submit({ method: 'all' });
  await untilProtected(desk);
}
