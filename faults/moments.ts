/** When somebody is killed: how an account comes to that moment, and what a person does behind it. */
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
  /** Brings an account that was just started there. @returns what ends the moment, where it is held */
  reach(stage: Stage): Promise<(() => Promise<unknown>) | void>;
  /** Where the account must stand when somebody is killed: else the moment was missed. */
  readonly state: ProvisioningState;
  /** What a person does behind it; else whatever provisions the account. */
  readonly after?: (stage: Stage) => Promise<void>;
  /** The account is to be gone at the end, with all that it had. */
  readonly removed?: true;
}

const SLOWLY = { latencyMs: 400 };
const AT_ONCE = { latencyMs: 0 };
/** Grants are seen some seconds late. */
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
    reach: (stage) => consentSeenLate(stage, 'exchange'),
  },
  awaitingGraphConsent: {
    state: 'awaitingGraphConsent',
    reach: async ({ desk }) => void (await completeStep(desk, 'exchange')),
  },
  verifyingGraphGrant: {
    state: 'verifyingGraphGrant',
    async reach(stage) {
      await completeStep(stage.desk, 'exchange');
      await consentSeenLate(stage, 'graph');
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

async function consentSeenLate(
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
