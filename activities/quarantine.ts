import { Context } from '@temporalio/activity';
import { ProvostError } from '../domain/failures.ts';
import {
  clampRetryAfter,
  grantCheckDelay,
  QUARANTINE_LOOKS,
  QUARANTINE_LOOKS_IN_OUTAGE,
} from '../domain/limits.ts';
import { type QuarantineFinding, workingAdapter } from '../domain/quarantine.ts';
import type { Dependencies } from './dependencies.ts';
import { alarmOf, doubtDelay, isDoubtful } from './doubt.ts';
import { createQuarantineLook, type Looked, type QuarantineProof } from './quarantine-look.ts';
import { withHeartbeat } from './read-attempt.ts';

/** Proving by doing that harmful messages can be quarantined. */
export function createQuarantineActivities(dependencies: Dependencies) {
  const look = createQuarantineLook(dependencies);
  return {
    /**
     * Tries the adapters with a canary message of ours, in up to two mailboxes, first in the one that
     * the organization named. Fails with
     * QuarantineUnavailable while nothing works and another look may help, so that retries do the
     * waiting. Fails with ConsentRevoked or AccessBlocked when several looks have shown that Microsoft
     * Graph is lost.
     */
    proveQuarantine: (proof: QuarantineProof): Promise<QuarantineFinding[]> =>
      withHeartbeat(async () => {
        const { attempt } = Context.current().info;
        const looked = await look(proof).catch((error: unknown) => {
          throw doubted(error, attempt);
        });
        const waits = workingAdapter(looked.findings) === null && mayChange(proof, looked, attempt);
        const delay = delayOf(looked, attempt);
        await dependencies.store.consents.recordCheck(proof, {
          kind: 'graph',
          checkedAt: new Date(),
          nextCheckAt: waits ? new Date(Date.now() + delay) : null,
          missing: [],
          diagnosis: looked.passing?.message ?? null,
        });
        if (waits) {
          throw new ProvostError('QuarantineUnavailable', undefined, { retryAfter: delay });
        }
        return looked.findings;
      }),
  };
}

/** The grant was proven before, so several looks show whether it is really lost. */
function doubted(error: unknown, attempt: number): unknown {
  if (!(error instanceof ProvostError) || !isDoubtful(error)) return error;
  const retryAfter = doubtDelay(attempt - 1);
  const { details } = error;
  return retryAfter === null
    ? alarmOf(error)
    : new ProvostError('GrantNotConfirmed', undefined, { retryAfter, details });
}

/**
 * Whether to look again before the workflow hears of it. A new grant takes a while to reach
 * Exchange, and an outage passes. Later, only what differs from what is known already matters, and
 * not at once: answers that alternate must not fill the history.
 */
function mayChange(
  { known }: QuarantineProof,
  { findings, passing }: Looked,
  attempt: number,
): boolean {
  if (known !== null) return attempt <= LOOKS_BEFORE_NEWS || sameFindings(findings, known);
  return attempt <= (passing ? QUARANTINE_LOOKS_IN_OUTAGE : QUARANTINE_LOOKS);
}

const LOOKS_BEFORE_NEWS = 2;

const delayOf = ({ passing }: Looked, attempt: number): number =>
  Math.max(
    grantCheckDelay(attempt),
    passing ? clampRetryAfter(passing.retryAfter, attempt, Math.random()) : 0,
  );

const sameFindings = (
  one: readonly QuarantineFinding[],
  other: readonly QuarantineFinding[],
): boolean => {
  const keysOf = (findings: readonly QuarantineFinding[]) =>
    findings.map(({ adapter, outcome, code }) => `${adapter} ${outcome} ${code}`).toSorted();
  return JSON.stringify(keysOf(one)) === JSON.stringify(keysOf(other));
};
