import { Context } from '@temporalio/activity';
import { type ConsentKind, missingPermissions } from '../domain/consents.ts';
import { FAILURES, ProvostError } from '../domain/failures.ts';
import { clampRetryAfter, grantCheckDelay } from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { alive } from './reading.ts';

interface Grant extends AccountReference {
  readonly kind: ConsentKind;
  readonly tenantId: string;
}

/** What a grant that is there may still be hindered by. */
export type Obstacle = 'ewsBlocked';

/** Binding a tenant, and proving what Microsoft really recorded. */
export function createConsentActivities({ store, identity, graph, exchange }: Dependencies) {
  /** One look; when it is in vain, the store says so and when the next one comes. */
  async function look<T>(grant: Grant, work: () => Promise<T>): Promise<T> {
    const { attempt } = Context.current().info;
    try {
      const seen = await alive(work);
      await store.consents.recordCheck(grant, { ...blankCheck(grant.kind), nextCheckAt: null });
      return seen;
    } catch (error) {
      if (!(error instanceof ProvostError) || !FAILURES[error.type].retried) throw error;
      const delay =
        error.type === 'MicrosoftThrottled'
          ? clampRetryAfter(error.retryAfter, attempt, Math.random())
          : grantCheckDelay(attempt);
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
    /** Binds the tenant that an administrator of it signed in from. Fails with TenantTaken. */
    async claimTenant(
      claim: AccountReference & { tenantId: string; attemptId: string },
    ): Promise<void> {
      const attempt = await store.consents.byId(claim.attemptId);
      const tenantName = attempt?.administrator_name?.split('@').at(-1) ?? claim.tenantId;
      const { tenantId, accountId, organizationId } = claim;
      await store.accounts.claimTenant({ tenantId, accountId, organizationId, tenantName });
    },

    /**
     * Succeeds when our own app-only token holds every role of the consent.
     * Otherwise fails with GrantNotVisible and the time until the next look.
     */
    waitForGrant: (grant: Grant): Promise<void> => look(grant, () => requireRoles(grant)),

    /**
     * Uses the access once. Answers `proven`, or the obstacle that stands in the
     * way; an obstacle that is known already is waited out by retries. A grant
     * that was proven before and is gone fails with ConsentRevoked.
     */
    verifyGrant: (
      grant: Grant & { knownObstacle: Obstacle | null; provenBefore: boolean },
    ): Promise<'proven' | Obstacle> =>
      look(grant, async () => {
        try {
          if (grant.provenBefore) await requireRoles(grant);
          const seen = await use(grant);
          if (seen === 'ewsBlocked' && grant.knownObstacle) throw new ProvostError('EwsBlocked');
          return seen;
        } catch (error) {
          throw inTheLightOf(grant.provenBefore, error);
        }
      }),
  };

  async function requireRoles({ kind, tenantId }: Grant): Promise<void> {
    const signal = Context.current().cancellationSignal;
    // A token without roles would stay in the cache for an hour.
    const { roles } = await identity.appToken({ kind, tenantId, fresh: true, signal });
    const missing = missingPermissions(kind, roles);
    if (missing.length > 0) {
      throw new ProvostError('GrantNotVisible', undefined, { details: { missing } });
    }
  }

  async function use({ accountId, kind, tenantId }: Grant): Promise<'proven' | Obstacle> {
    const signal = Context.current().cancellationSignal;
    if (kind === 'graph') {
      await graph.readable({ tenantId, signal });
      return 'proven';
    }
    const mailbox = await store.consents.lastAdministrator(accountId, kind);
    if (mailbox === null) throw new ProvostError('GrantNotVisible');
    const seen = await exchange.probe({ tenantId, mailbox, signal });
    // Without a mailbox Exchange has let us in all the same.
    return seen === 'blocked' ? 'ewsBlocked' : 'proven';
  }
}

/** Microsoft's servers differ for a while after a consent: before the first proof, no is not yet. */
function inTheLightOf(provenBefore: boolean, error: unknown): unknown {
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
