import { Context } from '@temporalio/activity';
import type { ConsentKind } from '../domain/consents.ts';
import type { DirectoryUser } from '../domain/directory.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { grantCheckDelay, MAX_CANARY_MAILBOXES, QUARANTINE_LOOKS } from '../domain/limits.ts';
import {
  type QuarantineAdapter,
  type QuarantineFinding,
  workingAdapter,
} from '../domain/quarantine.ts';
import type { QuarantineProver } from '../microsoft/quarantine/adapter.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';
import { requireRoles } from './required-roles.ts';

interface QuarantineProof extends AccountReference {
  readonly tenantId: string;
  /** The adapters to try, the preferred one first. */
  readonly adapters: readonly QuarantineAdapter[];
  /** Consents that were proven before, and must still be there. */
  readonly consents: readonly ConsentKind[];
  /** The findings of the last proof, while the account waits for an adapter that works; else null. */
  readonly known: readonly QuarantineFinding[] | null;
}

/** Proving by doing that harmful messages can be quarantined. */
export function createQuarantineActivities({ store, identity, graph, exchange }: Dependencies) {
  const proverOf = (adapter: QuarantineAdapter): QuarantineProver =>
    adapter === 'graph' ? graph.quarantine : exchange.quarantine;

  return {
    /**
     * Tries the adapters with a canary message of ours, in up to two mailboxes. Fails with
     * QuarantineUnavailable while nothing works and another look may help, so that retries do the
     * waiting. Fails with ConsentRevoked, and the kind of the consent, when a grant no longer exists.
     */
    proveQuarantine: (proof: QuarantineProof): Promise<QuarantineFinding[]> =>
      withHeartbeat(async () => {
        const findings = await (proof.known === null ? proveGranted(proof) : proveAgain(proof));
        const { attempt } = Context.current().info;
        const delay = grantCheckDelay(attempt);
        const waits = workingAdapter(findings) === null && mayChange(proof, findings, attempt);
        await store.consents.recordCheck(proof, {
          kind: 'graph',
          checkedAt: new Date(),
          nextCheckAt: waits ? new Date(Date.now() + delay) : null,
          missing: [],
          diagnosis: null,
        });
        if (waits) {
          throw new ProvostError('QuarantineUnavailable', undefined, { retryAfter: delay });
        }
        return findings;
      }),
  };

  /** @throws ProvostError ConsentRevoked */
  async function proveGranted(proof: QuarantineProof): Promise<QuarantineFinding[]> {
    for (const kind of proof.consents) await requireGrant(proof, kind);
    return prove(proof).catch((error: unknown) => {
      throw revoked(error, 'graph');
    });
  }

  /** While the account waits for a person anyway, a revoked consent is one more finding. */
  async function proveAgain(proof: QuarantineProof): Promise<QuarantineFinding[]> {
    return prove(proof).catch((error: unknown) => {
      if (!(error instanceof ProvostError) || !GONE.includes(error.type)) throw error;
      const { type: code } = error;
      return proof.adapters.map(
        (adapter) => ({ adapter, outcome: 'failed', userId: null, code }) as const,
      );
    });
  }

  async function requireGrant({ tenantId }: QuarantineProof, kind: ConsentKind): Promise<void> {
    await requireRoles(identity, { kind, tenantId }).catch((error: unknown) => {
      throw revoked(error, kind);
    });
  }

  async function prove(proof: QuarantineProof): Promise<QuarantineFinding[]> {
    const { tenantId, adapters } = proof;
    const users = await mailboxesToTry(proof);
    const findings: QuarantineFinding[] = [];
    for (const adapter of adapters) {
      const needed = workingAdapter(findings) === null;
      findings.push(...(await tryOut(proverOf(adapter), tenantId, users, needed)));
    }
    await keepAddresses(proof, users, findings);
    return findings;
  }

  /** Findings are kept in the history, which contains no names. */
  async function keepAddresses(
    { accountId }: QuarantineProof,
    users: readonly DirectoryUser[],
    findings: readonly QuarantineFinding[],
  ): Promise<void> {
    const tried = users.filter(({ id }) => findings.some(({ userId }) => userId === id));
    const mailboxes = tried.map(({ id, mail }) => ({ userId: id, address: mail ?? '' }));
    await store.canaryMailboxes.record(accountId, mailboxes);
  }

  /** The mailboxes of the administrators who consented, then those of some users. */
  async function mailboxesToTry({ accountId, tenantId }: QuarantineProof) {
    const signal = Context.current().cancellationSignal;
    const ids = await store.consents.administrators(accountId, tenantId);
    const administrators =
      ids.length > 0 ? (await graph.usersById({ tenantId, signal, ids })).users : [];
    const others = await graph.someUsers({ tenantId, signal });
    const users = [...administrators, ...others].filter(
      ({ mailbox, guest, mail }) => mailbox && !guest && mail !== null,
    );
    return [...new Map(users.map((user) => [user.id, user])).values()];
  }
}

const GONE: readonly FailureType[] = ['GrantNotVisible', 'ConsentRevoked'];

/** Grants were proven before, so a missing one was revoked. */
function revoked(error: unknown, kind: ConsentKind): unknown {
  if (!(error instanceof ProvostError) || !GONE.includes(error.type)) return error;
  const { cause, details } = error;
  return new ProvostError('ConsentRevoked', undefined, { cause, details: { ...details, kind } });
}

/** Mailboxes whose answers decide. One more tells whether only some mailboxes are blocked. */
const ENOUGH = 2;

async function tryOut(
  prover: QuarantineProver,
  tenantId: string,
  users: readonly DirectoryUser[],
  needed: boolean,
): Promise<QuarantineFinding[]> {
  const { adapter } = prover;
  const findings: QuarantineFinding[] = [];
  for (const { id: userId, mail } of users.slice(0, MAX_CANARY_MAILBOXES)) {
    const signal = Context.current().cancellationSignal;
    const mailbox = { tenantId, userId, address: mail ?? '', signal };
    const proof = await prover.prove(mailbox).catch((error: unknown) => {
      // What may pass is waited for only if nothing else works.
      if (needed || !(error instanceof ProvostError)) throw error;
      return { outcome: 'failed' as const, code: error.type };
    });
    // A license may come before its mailbox.
    if (proof.outcome === 'noMailbox') continue;
    findings.push({ adapter, userId, ...proof });
    if (findings.length === ENOUGH) break;
  }
  const none = { adapter, outcome: 'noMailbox', userId: null, code: null } as const;
  return findings.length > 0 ? findings : [none];
}

/**
 * Whether to look again before the workflow hears of it. A new grant takes a while to reach
 * Exchange. Later, only what differs from what is known already matters.
 */
const mayChange = (
  { known }: QuarantineProof,
  findings: readonly QuarantineFinding[],
  attempt: number,
): boolean => (known === null ? attempt <= QUARANTINE_LOOKS : sameFindings(findings, known));

const sameFindings = (
  one: readonly QuarantineFinding[],
  other: readonly QuarantineFinding[],
): boolean => {
  const keysOf = (findings: readonly QuarantineFinding[]) =>
    findings.map(({ adapter, outcome, code }) => `${adapter} ${outcome} ${code}`).toSorted();
  return JSON.stringify(keysOf(one)) === JSON.stringify(keysOf(other));
};
