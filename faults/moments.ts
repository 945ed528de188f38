/** The moments of the kills: how an account reaches each, and what a person does afterwards. */
import { deepStrictEqual } from 'node:assert/strict';
import type { ProvisioningState } from '../domain/provisioning.ts';
import {
  clickAndSignIn,
  completeConsents,
  completeStep,
  removeAccount,
  until,
} from '../test/support/console-session.ts';
import { consentAtMicrosoft, CONTOSO_ADMINISTRATOR } from '../test/support/administrator.ts';
import { mailboxOf } from '../test/support/mailbox.ts';
import { waitFor } from '../test/support/wait.ts';
import { untilProtected } from '../test/support/walk.ts';
import { lockTable } from './lock.ts';
import type { Stage } from './stage.ts';
import { verifies } from '../test/support/positions.ts';

export interface Moment {
  /** Brings a new account to this moment. @returns a function that ends the moment if it is held */
  reach(stage: Stage): Promise<(() => Promise<unknown>) | void>;
  /** The state at the time of the kill. In another state the moment was missed. */
  readonly state: ProvisioningState;
  /** What a person does afterwards. Default: `completeProvisioning`. */
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
  awaitingFirstConsent: {
    state: 'awaitingConsent',
    reach: async () => undefined,
  },
  atMicrosoft: {
    state: 'verifyingGrant',
    reach: async ({ session }) => void (await clickAndSignIn(session, 'exchange')),
  },
  verifyingFirstGrant: {
    state: 'verifyingGrant',
    reach: (stage) => consentWithDelay(stage, 'exchange'),
  },
  awaitingSecondConsent: {
    state: 'awaitingConsent',
    reach: async ({ session }) => void (await completeStep(session, 'exchange')),
  },
  verifyingSecondGrant: {
    state: 'verifyingGrant',
    async reach(stage) {
      await completeStep(stage.session, 'exchange');
      await consentWithDelay(stage, 'graph');
    },
  },
  awaitingTargets: {
    state: 'awaitingTargets',
    reach: async ({ session }) => void (await completeConsents(session)),
  },
  readingUsers: {
    state: 'synchronizing',
    async reach({ session, production: { sandbox } }) {
      await completeConsents(session);
      await sandbox.tenant.setFaults(SLOWLY);
      await session.client.submit({ method: 'all' });
      await until(session.client, ({ synchronization: run }) => (run?.users ?? 0) >= 4 * PAGE);
      return () => sandbox.tenant.setFaults(AT_ONCE);
    },
  },
  waitingForMicrosoft: {
    state: 'synchronizing',
    async reach({ session, production: { sandbox } }) {
      await completeConsents(session);
      await sandbox.tenant.setFaults({ failNext: 100_000, failPathContains: '/members?' });
      await session.client.submit({ method: 'all' });
      await until(session.client, ({ synchronization: run }) => (run?.waiting ?? null) !== null);
      return () => sandbox.tenant.setFaults({ failNext: 0 });
    },
  },
  publishing: {
    state: 'synchronizing',
    async reach({ session, production }) {
      await completeConsents(session);
      const lock = await lockTable(production, 'directory_users');
      await session.client.submit({ method: 'all' });
      await lock.whenAwaited();
      return lock.release;
    },
  },
  protected: {
    state: 'protected',
    reach: ({ session }) => protect(session),
  },
  /** The alarm is recorded, and the mail server is down. */
  queuedMail: {
    state: 'protected',
    reach: (stage) => protectWithMail(stage, { down: true }, untilAttempted),
    after: untilMailed,
  },
  /** The mail server has taken the mail, and nothing says so yet. */
  sentMail: {
    state: 'protected',
    reach: (stage) => protectWithMail(stage, { hold: true }, untilTaken),
    after: untilMailed,
  },
  removing: {
    state: 'removing',
    removed: true,
    async reach({ session, production }) {
      await protect(session);
      const lock = await lockTable(production, 'directory_users');
      await session.client.remove();
      await lock.whenAwaited();
      return lock.release;
    },
    after: ({ session }) => removeAccount(session.client),
  },
} satisfies Record<string, Moment>;

export type MomentName = keyof typeof MOMENTS;

async function consentWithDelay(
  { session, production: { sandbox } }: Stage,
  kind: 'exchange' | 'graph',
): Promise<void> {
  await sandbox.tenant.setFaults(LATE);
  const { signInAddress } = await session.client.consent(kind);
  await consentAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  await until(session.client, verifies(kind));
}

async function protect(session: Stage['session']): Promise<void> {
  await completeConsents(session);
  await session.client.submit({ method: 'all' });
  await untilProtected(session);
}

/** Protects the account while the mail server fails, which it does until the returned function is called. */
async function protectWithMail(
  stage: Stage,
  fault: { down: true } | { hold: true },
  reached: (stage: Stage) => Promise<unknown>,
): Promise<() => Promise<void>> {
  const mailbox = mailboxOf(stage.production.sandbox.origin);
  await mailbox.fail(fault);
  await protect(stage.session);
  await reached(stage);
  return () => mailbox.fail({ down: false, hold: false });
}

/** The mail that tells of the account's protection. */
async function mailOf({ session, production: { db } }: Stage) {
  const { accountId } = await session.client.account();
  return db
    .selectFrom('mails')
    .innerJoin('events', 'events.eventId', 'mails.eventId')
    .select(['mails.attempts', 'mails.messageId', 'mails.state'])
    .where('events.accountId', '=', accountId)
    .executeTakeFirstOrThrow();
}

const untilAttempted = (stage: Stage) =>
  waitFor('the mail was tried', {}, async () => (await mailOf(stage)).attempts > 0);

const untilTaken = ({ production: { sandbox } }: Stage) =>
  mailboxOf(sandbox.origin).until('protected', () => true);

/** Checks that the mail was sent, and that whatever arrived is one mail by its message id. */
async function untilMailed(stage: Stage): Promise<void> {
  const sent = await waitFor(
    'the mail is marked as sent',
    { seen: () => mailOf(stage) },
    async () => {
      const mail = await mailOf(stage);
      return mail.state === 'sent' && mail;
    },
  );
  const arrived = await mailboxOf(stage.production.sandbox.origin).all();
  deepStrictEqual([...new Set(arrived.map(({ messageId }) => messageId))], [sent.messageId]);
}
