import { Context } from '@temporalio/activity';
import type { Method } from '../domain/account.ts';
import { type ConsentKind, CONSENTS, readingConsent } from '../domain/consents.ts';
import { FAILURES, isTokenFailure, ProvostError, type TokenFailure } from '../domain/failures.ts';
import { clampRetryAfter, grantCheckDelay } from '../domain/limits.ts';
import { domainOf } from '../domain/principal-name.ts';
import type { QuarantineFinding } from '../domain/quarantine.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { alarmOf, asPassing } from './doubt.ts';
import { withHeartbeat } from './read-attempt.ts';
import { requireRoles } from './required-roles.ts';

interface Grant extends AccountReference {
  readonly kind: ConsentKind;
  readonly tenantId: string;
  /** What is in the way of an access that was proven before, so that a person was asked to act. */
  readonly known?: TokenFailure;
}

/** Binding a tenant, and verifying that the grant really exists. */
export function createConsentActivities({
  store,
  identity,
  graph,
  graphs,
  exchange,
}: Dependencies) {
  /** Runs one check and records its result and, after a failure, the time of the next one. */
  async function check<T>(grant: Grant, work: () => Promise<T>): Promise<T> {
    const { attempt } = Context.current().info;
    try {
      const result = await withHeartbeat(work);
      await store.consents.recordCheck(grant, { ...blankCheck(grant.kind), nextCheckAt: null });
      return result;
    } catch (caught) {
      if (!(caught instanceof ProvostError)) throw caught;
      const error = asPassing(caught);
      if (isNews(grant, error, attempt)) throw alarmOf(error);
      if (!FAILURES[error.type].retried) throw error;
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
    /**
     * Binds the tenant of the administrator who signed in. Fails with TenantTaken or TenantMismatch.
     */
    async claimTenant(
      claim: AccountReference & { tenantId: string; attemptId: string },
    ): Promise<void> {
      const attempt = await store.consents.byId(claim.attemptId);
      // A name that Graph confirms replaces it as soon as Graph can be read.
      const tenantName = domainOf(attempt?.administratorName ?? '') ?? claim.tenantId;
      const { tenantId, accountId, organizationId, service } = claim;
      await store.connections.claimTenant({
        tenantId,
        accountId,
        organizationId,
        service,
        tenantName,
      });
    },

    /** Agrees on the method with the organization's other services. Fails with MethodDiffers. */
    claimMethod: ({
      organizationId,
      accountId,
      method,
    }: AccountReference & { method: Method }): Promise<void> =>
      store.connections.claimMethod({ organizationId, accountId, method }),

    /**
     * Succeeds when our app-only token has every role of the consent. Otherwise
     * fails with GrantNotVisible and the time until the next check.
     */
    waitForGrant: (grant: Grant): Promise<void> =>
      check(grant, () => requireRoles(identity, grant)),

    /** Uses the access once. For Exchange Web Services, returns what keeps them from working, or null. */
    verifyGrant: (grant: Grant): Promise<QuarantineFinding | null> =>
      check(grant, () =>
        use(grant).catch((error: unknown) => {
          throw notYet(error);
        }),
      ),
  };

  async function use(grant: Grant): Promise<QuarantineFinding | null> {
    const { kind, tenantId } = grant;
    const signal = Context.current().cancellationSignal;
    switch (CONSENTS[kind].provenBy) {
      case 'mailbox':
        return probeMailbox(grant);
      case 'directory':
        await graph.readable({ tenantId, signal });
        await nameTenant(grant);
        return null;
      case 'sites':
        // Without a license there is nothing to protect, which is no failure.
        await graphs[readingConsent(grant.service)].sitesReadable({ tenantId, signal });
        return null;
    }
  }

  async function probeMailbox({ accountId, tenantId }: Grant): Promise<QuarantineFinding | null> {
    const signal = Context.current().cancellationSignal;
    const mailbox = await mailboxToProbe(accountId);
    // The token's roles have proven the consent. The quarantine is proven after step 2.
    if (mailbox === null) return null;
    const { outcome, code } = await exchange.probe({ tenantId, mailbox, signal });
    // `noMailbox` proves access too: Exchange accepted the request.
    if (outcome === 'works' || outcome === 'noMailbox') return null;
    // One odd answer is no finding yet.
    if (outcome === 'failed' && Context.current().info.attempt < PROBES)
      throw new ProvostError('UnexpectedAnswer', undefined, { details: { code } });
    return { adapter: 'ews', outcome, userId: null, code };
  }

  /** Names the tenant as its directory does. A name that cannot be read is not worth waiting for. */
  async function nameTenant({ accountId, tenantId }: Pick<Grant, 'accountId' | 'tenantId'>) {
    const { cancellationSignal: signal, info } = Context.current();
    try {
      const tenantName = await graph.tenantName({ tenantId, signal });
      if (tenantName) await store.connections.rename({ accountId, tenantId, tenantName });
    } catch (error) {
      const passing = error instanceof ProvostError && FAILURES[error.type].retried;
      if (!(error instanceof ProvostError) || (passing && info.attempt < NAME_READS)) throw error;
    }
  }

  /** The name in the token of the administrator who consented, if it is an address. */
  async function mailboxToProbe(accountId: string): Promise<string | null> {
    const administrator = await store.consents.lastAdministrator(accountId, 'exchange');
    if (administrator === null || domainOf(administrator.name) === null) return null;
    return administrator.name;
  }
}

/** Looks before a different obstacle is told: answers that alternate must not fill the history. */
const LOOKS_BEFORE_NEWS = 3;

/** Whether something else is in the way now than a person was told. */
const isNews = ({ known }: Grant, error: ProvostError, attempt: number): boolean =>
  known !== undefined &&
  attempt >= LOOKS_BEFORE_NEWS &&
  isTokenFailure(error.type) &&
  error.type !== known;

/** How often Exchange Web Services may answer something odd before that is kept as a finding. */
const PROBES = 3;

/** How often the tenant's name is read, while the failure may pass. */
const NAME_READS = 3;

/** Grants propagate slowly at Microsoft: before the first proof, a refusal may only mean "not yet". */
function notYet(error: unknown): unknown {
  if (!(error instanceof ProvostError) || error.type !== 'ConsentRevoked') return error;
  const { cause, details, message } = error;
  return new ProvostError('GrantNotVisible', message, { cause, details });
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
