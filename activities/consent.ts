import { Context } from '@temporalio/activity';
import { type ConsentKind, missingPermissions } from '../domain/consents.ts';
import { FAILURES, ProvostError } from '../domain/failures.ts';
import { clampRetryAfter, grantCheckDelay } from '../domain/limits.ts';
import type { QuarantineFinding } from '../domain/quarantine.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

interface Grant extends AccountReference {
  readonly kind: ConsentKind;
  readonly tenantId: string;
}

/** Binding a tenant, and verifying that the grant really exists. */
export function createConsentActivities({ store, identity, graph, exchange }: Dependencies) {
  /** Runs one check and records its result and, after a failure, the time of the next one. */
  async function check<T>(grant: Grant, work: () => Promise<T>): Promise<T> {
    const { attempt } = Context.current().info;
    try {
      const result = await withHeartbeat(work);
      await store.consents.recordCheck(grant, { ...blankCheck(grant.kind), nextCheckAt: null });
      return result;
    } catch (error) {
      if (!(error instanceof ProvostError) || !FAILURES[error.type].retried) throw error;
      const asked =
        error.type === 'MicrosoftThrottled' || error.retryAfter !== null
          ? clampRetryAfter(error.retryAfter, attempt, Math.random())
          : 0;
      const delay =
        error.type === 'MicrosoftThrottled' ? asked : Math.max(asked, grantCheckDelay(attempt));
      await store.consents.recordCheck(grant, {
        ...blankCheck(grant.kind),
        nextCheckAt: new Date(Date.now() + delay),
        missing: missingOf(error),
        diagnosis: diagnosisOf(error),
      });
      throw new ProvostError(error.type, error.message, {
        cause: error.cause,
        details: error.details,
        retryAfter: delay,
      });
    }
  }

  return {
    /** Binds the tenant of the administrator who signed in. Fails with TenantTaken. */
    async claimTenant(
      claim: AccountReference & { tenantId: string; attemptId: string },
    ): Promise<void> {
      const attempt = await store.consents.byId(claim.attemptId);
      const tenantName = attempt?.administrator_name?.split('@').at(-1) ?? claim.tenantId;
      const { tenantId, accountId, organizationId } = claim;
      await store.accounts.claimTenant({ tenantId, accountId, organizationId, tenantName });
    },

    /**
     * Succeeds when our app-only token has every role of the consent. Otherwise
     * fails with GrantNotVisible and the time until the next check.
     */
    waitForGrant: (grant: Grant): Promise<void> => check(grant, () => requireRoles(grant)),

    /**
     * Uses the access once. For Exchange Web Services, returns what keeps them from working, or
     * null. Fails with ConsentRevoked if a grant that was proven before no longer exists.
     */
    verifyGrant: (grant: Grant & { provenBefore: boolean }): Promise<QuarantineFinding | null> =>
      check(grant, async () => {
        try {
          if (grant.provenBefore) await requireRoles(grant);
          return await use(grant);
        } catch (error) {
          throw interpret(grant.provenBefore, error);
        }
      }),
  };

  async function requireRoles({ kind, tenantId }: Grant): Promise<void> {
    const signal = Context.current().cancellationSignal;
    // Not from the cache: it would keep a token without roles for an hour.
    const { roles } = await identity.appToken({ kind, tenantId, fresh: true, signal });
    const missing = missingPermissions(kind, roles);
    if (missing.length > 0) {
      throw new ProvostError('GrantNotVisible', undefined, { details: { missing } });
    }
  }

  async function use({ accountId, kind, tenantId }: Grant): Promise<QuarantineFinding | null> {
    const signal = Context.current().cancellationSignal;
    if (kind === 'graph') {
      await graph.readable({ tenantId, signal });
      return null;
    }
    const mailbox = await store.consents.lastAdministrator(accountId, kind);
    if (mailbox === null) throw new ProvostError('GrantNotVisible');
    const { outcome, code } = await exchange.probe({ tenantId, mailbox, signal });
    // `noMailbox` proves access too: Exchange accepted the request.
    if (outcome === 'works' || outcome === 'noMailbox') return null;
    return { adapter: 'ews', outcome, userId: null, code };
  }
}

/** Grants propagate slowly at Microsoft: before the first proof, a refusal may only mean "not yet". */
function interpret(provenBefore: boolean, error: unknown): unknown {
  if (!(error instanceof ProvostError)) return error;
  const { cause, details, message } = error;
  if (provenBefore && error.type === 'GrantNotVisible') {
    return new ProvostError('ConsentRevoked', undefined, { cause, details });
  }
  if (!provenBefore && error.type === 'ConsentRevoked') {
    return new ProvostError('GrantNotVisible', message, { cause, details });
  }
  return error;
}

const blankCheck = (kind: ConsentKind) => ({
  kind,
  checkedAt: new Date(),
  missing: [] as readonly string[],
  diagnosis: null as string | null,
});

function missingOf(error: ProvostError): readonly string[] {
  const { missing } = error.details;
  return Array.isArray(missing) ? missing.filter((value) => typeof value === 'string') : [];
}

function diagnosisOf(error: ProvostError): string {
  const { diagnosis } = error.details;
  return typeof diagnosis === 'string' ? diagnosis : error.message;
}
