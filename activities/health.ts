import { Context } from '@temporalio/activity';
import {
  type ConsentKind,
  CONSENTS,
  missingPermissions,
  readingConsent,
} from '../domain/consents.ts';
import {
  type FailureType,
  isLostAccess,
  isTokenFailure,
  ProvostError,
} from '../domain/failures.ts';
import {
  type HealthAspect,
  type HealthFinding,
  type HealthLook,
  healthOf,
  keyOfFinding,
} from '../domain/health.ts';
import {
  HEALTH_OUTAGE_INTERVAL,
  OUTAGE_ALERT_AFTER,
  OUTAGE_ALERT_ORGANIZATIONS,
} from '../domain/limits.ts';
import { type QuarantineAdapter, workingAdapter } from '../domain/quarantine.ts';
import type { HealthCheck } from '../store/health.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { doubtDelay } from './doubt.ts';
import { closeAlert, credentialSubject, openAlert } from './operator-alerts.ts';
import { createQuarantineLook } from './quarantine-look.ts';
import { withHeartbeat } from './read-attempt.ts';

/** What is checked, and what the account's workflow knows already. */
interface HealthWatch extends AccountReference {
  readonly tenantId: string;
  /** The other consents of the service, and whether they are shown as granted. */
  readonly others: readonly { readonly consent: ConsentKind; readonly granted: boolean }[];
  /** The adapter in use; null if the service has no quarantine in mailboxes. */
  readonly adapter: QuarantineAdapter | null;
  /** The user whose mailbox the organization named; null for the default. */
  readonly named: string | null;
  /** How often a check was requested. Another number than the last time means at once. */
  readonly requests: number;
}

/** Checks of what was proven before. */
export function createHealthActivities(dependencies: Dependencies) {
  const { store, identity, graphs, health } = dependencies;
  const lookAtQuarantine = createQuarantineLook(dependencies);

  return {
    /**
     * Each attempt checks once, and retries do the waiting: it succeeds only when several checks in a row
     * have found the same. While there is nothing to tell it fails with NothingToTell and the time of the
     * next check.
     */
    watchHealth: (watch: HealthWatch): Promise<HealthFinding> =>
      withHeartbeat(async () => {
        await waitUntilDue(watch);
        await watchCredentials();
        const looks = await lookAtAll(watch);
        const finding = findingOf(watch, looks);
        const key = finding && keyOfFinding(finding);
        const before = key === null ? 0 : await store.health.looksBefore(watch.accountId, key);
        const delay = finding === null ? await pauseAfter(watch, looks) : doubtDelay(before);
        const checkedAt = new Date();
        const told = finding !== null && delay === null;
        await store.health.record(watch, {
          state: told && isAlarming(finding) ? 'fails' : healthOf(looks),
          checkedAt,
          requests: watch.requests,
          nextCheckAt: delay === null ? null : new Date(checkedAt.getTime() + delay),
          looks,
          finding: told ? null : key,
        });
        await watchOutage();
        if (told) return finding;
        throw new ProvostError('NothingToTell', undefined, { retryAfter: delay });
      }),
  };

  /** @throws ProvostError NothingToTell before the time of the next check, unless one was requested */
  async function waitUntilDue(watch: HealthWatch): Promise<void> {
    // Later attempts come when they were asked to.
    if (Context.current().info.attempt > 1) return;
    const last = (await store.health.of(watch.accountId)) ?? (await begin(watch));
    if (last.requests !== watch.requests) return;
    const left = (last.nextCheckAt?.getTime() ?? 0) - Date.now();
    if (left > 0) throw new ProvostError('NothingToTell', undefined, { retryAfter: left });
  }

  /** Everything has just been proven, so the first check has time. */
  async function begin(watch: HealthWatch): Promise<Pick<HealthCheck, 'requests' | 'nextCheckAt'>> {
    const { requests } = watch;
    const nextCheckAt = new Date(Date.now() + jittered(health.interval));
    const first = { requests, nextCheckAt, checkedAt: null, looks: [], finding: null } as const;
    await store.health.record(watch, { ...first, state: 'works' });
    return first;
  }

  async function lookAtAll(watch: HealthWatch): Promise<HealthLook[]> {
    const consent = readingConsent(watch.service);
    const looks = [await look('token', consent, () => requireToken(watch, consent))];
    // Without a token nothing else can be looked at.
    if (looks.every(({ outcome }) => outcome === 'works')) {
      looks.push(await look('reading', consent, () => read(watch)));
      const { adapter } = watch;
      if (adapter !== null)
        looks.push(await look('quarantine', consent, () => quarantine(watch, adapter)));
    }
    for (const other of watch.others)
      looks.push(await look('token', other.consent, () => requireToken(watch, other.consent)));
    return looks;
  }

  /** Not from the cache: it would keep a token without roles for an hour. */
  async function requireToken({ tenantId }: HealthWatch, kind: ConsentKind): Promise<void> {
    const { cancellationSignal: signal } = Context.current();
    const { roles } = await identity.appToken({ kind, tenantId, fresh: true, signal });
    await closeAlert(dependencies, 'credentialRejected', credentialSubject(kind));
    const missing = missingPermissions(kind, roles);
    if (missing.length > 0)
      throw new ProvostError('GrantNotVisible', undefined, { details: { missing } });
  }

  async function read({ tenantId, service }: HealthWatch): Promise<void> {
    const { cancellationSignal: signal } = Context.current();
    const consent = readingConsent(service);
    const graph = graphs[consent];
    if (CONSENTS[consent].provenBy === 'sites') await graph.sitesReadable({ tenantId, signal });
    else await graph.readable({ tenantId, signal });
  }

  async function quarantine(watch: HealthWatch, adapter: QuarantineAdapter): Promise<void> {
    const proof = { ...watch, adapters: [adapter], known: null, mailboxes: 1 };
    const { findings, passing } = await lookAtQuarantine(proof);
    if (workingAdapter(findings) !== null) return;
    throw passing ?? new ProvostError('QuarantineUnavailable');
  }

  /** Operators are told once, whichever account is checked first. */
  async function watchCredentials(): Promise<void> {
    for (const [kind, ends] of Object.entries(health.credentialEnds)) {
      const subject = credentialSubject(kind as ConsentKind);
      const days = (ends.getTime() - Date.now()) / DAY;
      for (const limit of [30, 7] as const) {
        const alert = `credentialExpiresInDays${limit}` as const;
        if (days < limit) await openAlert(dependencies, alert, subject);
        else await closeAlert(dependencies, alert, subject);
      }
    }
  }

  async function watchOutage(): Promise<void> {
    const before = new Date(Date.now() - OUTAGE_ALERT_AFTER);
    const organizations = await store.health.unknownSince(before);
    const isWide = organizations >= OUTAGE_ALERT_ORGANIZATIONS;
    await (isWide ? openAlert : closeAlert)(dependencies, 'microsoftUnavailable', 'all tenants');
  }

  /** Looks at one aspect. What says nothing about Microsoft is thrown: the account is being removed. */
  async function look(
    aspect: HealthAspect,
    consent: ConsentKind,
    work: () => Promise<void>,
  ): Promise<HealthLook> {
    try {
      await work();
      return { aspect, consent, outcome: 'works', failure: null };
    } catch (error) {
      if (!(error instanceof ProvostError) || OURS.includes(error.type)) throw error;
      const { type: failure } = error;
      if (failure === 'CredentialRejected')
        await openAlert(dependencies, 'credentialRejected', credentialSubject(consent));
      return { aspect, consent, outcome: isTelling(failure) ? 'fails' : 'unknown', failure };
    }
  }

  /** Milliseconds until the next check when there is nothing to tell. An outage is looked at ever more rarely. */
  async function pauseAfter({ accountId }: HealthWatch, looks: readonly HealthLook[]) {
    if (healthOf(looks) === 'works') return jittered(health.interval);
    const last = await store.health.of(accountId);
    const lasted = last?.state === 'unknown' ? Date.now() - last.since.getTime() : 0;
    const longest = Math.min(HEALTH_OUTAGE_INTERVAL, health.interval);
    return jittered(Math.min(Math.max(lasted, SHORTEST_PAUSE), longest));
  }
}

const DAY = 86_400_000;
const SHORTEST_PAUSE = 60_000;

/** Accounts that were checked together must not be checked together again. */
const jittered = (milliseconds: number): number =>
  Math.round(milliseconds * (0.9 + Math.random() / 5));

const OURS: readonly FailureType[] = ['WrongState', 'Internal'];

/** Whether a failure shows that something is wrong. Any other one shows nothing. */
const isTelling = (failure: FailureType): boolean =>
  isLostAccess(failure) || failure === 'AccessRefused' || failure === 'QuarantineUnavailable';

/** What the looks show, the most important first; null if there is nothing to tell. */
function findingOf(watch: HealthWatch, looks: readonly HealthLook[]): HealthFinding | null {
  const reading = readingConsent(watch.service);
  const failed = looks.find(({ consent, outcome }) => consent === reading && outcome === 'fails');
  if (failed) return lossOf(failed);
  const changed = watch.others.find(({ consent, granted }) =>
    looks.some((look) => look.consent === consent && isGranted(look) === !granted),
  );
  return changed ? { kind: 'consentChanged', ...changed, granted: !changed.granted } : null;
}

function lossOf({ aspect, failure }: HealthLook): HealthFinding {
  if (failure !== null && isLostAccess(failure))
    return { kind: 'accessLost', failure: isTokenFailure(failure) ? failure : 'GrantNotVisible' };
  return aspect === 'quarantine' ? { kind: 'quarantineLost' } : { kind: 'readingRefused' };
}

/** Null if the look shows neither. */
function isGranted({ outcome, failure }: HealthLook): boolean | null {
  if (outcome === 'works') return true;
  return failure === 'GrantNotVisible' ? false : null;
}

const isAlarming = ({ kind }: HealthFinding): boolean => kind !== 'consentChanged';
