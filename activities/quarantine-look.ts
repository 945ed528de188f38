/** One look whether harmful messages can be quarantined: proven by doing it with a message of ours. */
import { Context } from '@temporalio/activity';
import { type DirectoryUser, hasMailbox } from '../domain/directory.ts';
import { type FailureType, isLostAccess, isOutage, ProvostError } from '../domain/failures.ts';
import { MAX_CANARY_MAILBOXES } from '../domain/limits.ts';
import { failedBy, type QuarantineAdapter, type QuarantineFinding } from '../domain/quarantine.ts';
import type { QuarantineProver } from '../microsoft/quarantine/adapter.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { isDoubtful } from './doubt.ts';

export interface QuarantineProof extends AccountReference {
  readonly tenantId: string;
  /** The adapters to try, the preferred one first. */
  readonly adapters: readonly QuarantineAdapter[];
  /** The object id of the user whose mailbox the organization named; null for the default. */
  readonly named: string | null;
  /** The findings of the last proof, while the account waits for an adapter that works; else null. */
  readonly known: readonly QuarantineFinding[] | null;
  /** In how many mailboxes at most an adapter is tried. `ENOUGH` when it is absent. */
  readonly mailboxes?: number;
}

/** The mailboxes to try, in this order. */
interface Candidates {
  readonly users: readonly DirectoryUser[];
  /** The user who was named and has no mailbox any more, or is gone. */
  readonly gone: string | null;
}

/** What was found, and the last failure that may pass by itself. */
export interface Looked {
  readonly findings: QuarantineFinding[];
  readonly passing: ProvostError | null;
}

export type QuarantineLook = (proof: QuarantineProof) => Promise<Looked>;

export function createQuarantineLook({
  store,
  graph,
  exchange,
}: Pick<Dependencies, 'store' | 'graph' | 'exchange'>): QuarantineLook {
  const proverOf = (adapter: QuarantineAdapter): QuarantineProver =>
    adapter === 'graph' ? graph.quarantine : exchange.quarantine;
  return look;

  async function look(proof: QuarantineProof): Promise<Looked> {
    try {
      const candidates = await mailboxesToTry(proof);
      const looks: Looked[] = [];
      for (const adapter of proof.adapters)
        looks.push(await tryOut(proverOf(adapter), proof, candidates));
      const findings = looks.flatMap((each) => each.findings);
      await keepAddresses(proof, candidates.users, findings);
      return { findings, passing: looks.find(({ passing }) => passing)?.passing ?? null };
    } catch (error) {
      return withoutMailboxes(proof, error);
    }
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

  /** The mailbox that was named, then those of the administrators who consented, then those of some users. */
  async function mailboxesToTry(proof: QuarantineProof): Promise<Candidates> {
    const { accountId, tenantId, named } = proof;
    const signal = Context.current().cancellationSignal;
    const administrators = await store.consents.administrators(accountId, tenantId);
    const ids = [...new Set([...(named === null ? [] : [named]), ...administrators])];
    const known = ids.length > 0 ? (await graph.usersById({ tenantId, signal, ids })).users : [];
    const others = await graph.someUsers({ tenantId, signal });
    // It may be a shared mailbox, which no licence tells. Only the proof does.
    const chosen = known.find((user) => user.id === named && mayHaveMailbox(user));
    const defaults = [...known, ...others].filter(
      ({ id, mailbox, guest, mail }) => id !== named && mailbox && !guest && mail !== null,
    );
    const users = chosen ? [chosen, ...defaults] : defaults;
    return {
      users: [...new Map(users.map((user) => [user.id, user])).values()],
      gone: chosen ? null : named,
    };
  }
}

const mayHaveMailbox = (user: DirectoryUser): boolean =>
  user.mail !== null && hasMailbox(user) !== false;

/** Failures that say nothing about Microsoft: the account is being removed. */
const OURS: readonly FailureType[] = ['WrongState', 'LeaseLost'];

/**
 * The directory could not be read, so no mailbox was tried.
 * @throws ProvostError the access that is lost; while the account waits for a person anyway, that is a finding
 */
function withoutMailboxes({ known, adapters }: QuarantineProof, error: unknown): Looked {
  if (!(error instanceof ProvostError) || OURS.includes(error.type)) throw error;
  if (known === null && isDoubtful(error)) throw error;
  const findings = adapters.map((adapter) => ({
    ...failedBy(adapter, error.type),
    ...unproven(error),
  }));
  return { findings, passing: isOutage(error.type) ? error : null };
}

/** Mailboxes whose answers decide. One more tells whether only some mailboxes are blocked. */
const ENOUGH = 2;

/**
 * Tries one adapter. A failure in one mailbox neither ends the look nor hides what works in others.
 * @throws ProvostError the access to Graph that is lost
 */
async function tryOut(
  prover: QuarantineProver,
  { tenantId, known, named, mailboxes = ENOUGH }: QuarantineProof,
  { users, gone }: Candidates,
): Promise<Looked> {
  const { adapter } = prover;
  const none = (userId: string | null, code: string | null = null): QuarantineFinding => ({
    adapter,
    outcome: 'noMailbox',
    userId,
    code,
  });
  const missing = gone === null ? [] : [none(gone)];
  const findings: QuarantineFinding[] = [];
  let passing: ProvostError | null = null;
  for (const { id: userId, mail } of users.slice(0, MAX_CANARY_MAILBOXES)) {
    const signal = Context.current().cancellationSignal;
    const mailbox = { tenantId, userId, address: mail ?? '', signal };
    const proof = await prover.prove(mailbox).catch((error: unknown) => {
      if (!(error instanceof ProvostError)) throw error;
      if (adapter === 'graph' && known === null && isDoubtful(error)) throw error;
      if (isOutage(error.type)) passing = error;
      return unproven(error);
    });
    // A license may come before its mailbox. About the one that was named, a person wants to know.
    if (proof.outcome === 'noMailbox') {
      if (userId === named) missing.push(none(userId, proof.code));
      continue;
    }
    findings.push({ adapter, userId, ...proof });
    // A Retry-After holds for all mailboxes.
    if (findings.length === mailboxes || asksToWait(passing)) break;
  }
  const all = [...missing, ...findings];
  return { findings: all.length > 0 ? all : [none(null)], passing };
}

const asksToWait = (passing: ProvostError | null): boolean => passing?.retryAfter != null;

/** What a failure says about an adapter that could not be tried. */
const unproven = ({ type }: ProvostError) => ({
  outcome: isLostAccess(type) ? ('notGranted' as const) : ('failed' as const),
  code: type,
});
