/** The services beside Exchange Online, and what all of them must agree on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import type { AccountView } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Service } from '../domain/services/services.ts';
import { TENANT, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const SITES = ['contoso.sharepoint.com,1,1', 'contoso.sharepoint.com,2,2'];
const state = (expected: AccountView['state']) => (view: AccountView) => view.state === expected;

/** Completes the only consent, up to the choice of targets. */
async function consent(account: TestAccount): Promise<void> {
  const { consentStep } = await account.view();
  if (consentStep === null) throw new Error('The account waits for no consent');
  await account.signIn(consentStep);
  await account.until(state('awaitingTargets'));
}

/** Activities that remember what was done. */
function recorded() {
  const done: string[] = [];
  const activities: Partial<Activities> = {
    claimTenant: async ({ service }) => void done.push(`claimTenant ${service}`),
    claimMethod: async ({ method }) => void done.push(`claimMethod ${method}`),
    verifyGrant: async ({ kind }) => {
      done.push(`verify ${kind}`);
      return null;
    },
    synchronizeSites: async () => {
      done.push('all sites');
      return { licensed: true };
    },
    synchronizeSiteTargets: async ({ siteIds }) => {
      done.push(`sites ${siteIds.join(' ')}`);
      return { licensed: true };
    },
    notify: async ({ kind, service }) => void done.push(`${service} ${kind}`),
  };
  return { done, activities };
}

test.each([
  ['sharepoint-online', 'sharepoint'],
  ['onedrive', 'onedrive'],
] as const)(
  '%s is protected after one consent and the choice of everything',
  async (service, kind) => {
    const { done, activities } = recorded();
    const walk = async (account: TestAccount) => {
      const opened = await account.view();
      expect(Object.keys(opened.consents)).toEqual([kind]);
      await consent(account);
      await account.submit({ method: 'all', targetIds: [] });
      const view = await account.until(state('protected'));
      expect(view).toMatchObject({ service, method: 'all', licensed: true, consentStep: null });
      expect(view.quarantine).toBeUndefined();
      expect(view.schedule).not.toBeNull();
      await account.until(() => done.includes(`${service} protected`));
      await account.requestSynchronization();
      await account.until(() => done.filter((each) => each === 'all sites').length === 2);
      await account.handle.cancel();
      await account.handle.result().catch(() => undefined);
      expect(done).toEqual([
        `claimTenant ${service}`,
        `verify ${kind}`,
        'claimMethod all',
        'all sites',
        `${service} protected`,
        'all sites',
        `${service} removed`,
      ]);
    };
    await tests.withAccount(activities, walk, service);
  },
);

test('selected sites are read by their ids, and have no synchronization on request', async () => {
  const { done, activities } = recorded();
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'selected', targetIds: SITES });
    expect(await account.until(state('protected'))).toMatchObject({ targetCount: 2 });
    expect(done).toContain(`sites ${SITES.join(' ')}`);
    await expect(account.requestSynchronization()).rejects.toThrow();
  };
  await tests.withAccount(activities, walk, 'sharepoint-online');
});

test('a tenant without a license for the service is protected, and the account says that there is nothing', async () => {
  const synchronizeSites = async () => ({ licensed: false });
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'all', targetIds: [] });
    expect(await account.until(state('protected'))).toMatchObject({ licensed: false });
  };
  await tests.withAccount({ synchronizeSites }, walk, 'sharepoint-online');
});

describe('without a license for the service', () => {
  const tenant = () => {
    const said: string[] = [];
    const read: string[] = [];
    const rested: true[] = [];
    let licensed = false;
    const found = async (what: string) => {
      read.push(what);
      return { licensed, pending: [] };
    };
    const activities: Partial<Activities> = {
      synchronizeSites: () => found('all'),
      synchronizeSiteTargets: () => found('sites'),
      synchronizeDriveTargets: () => found('drives'),
      publishDirectory: async () => ({ held: false, users: 0, groups: 0, sites: 0, licensed }),
      notify: async ({ kind }) => void said.push(kind),
      clearStaging: async () => void rested.push(true),
    };
    /** Everything that had to be said was said before. */
    const rests = (account: TestAccount) =>
      account.until((view) => view.state === 'protected' && rested.length === read.length);
    return { said, read, activities, rests, license: () => void (licensed = true) };
  };

  test.each([
    ['sharepoint-online', 'all'],
    ['sharepoint-online', 'selected'],
    ['onedrive', 'selected'],
  ] as const)('nobody says "protected" of %s with %s', async (service, method) => {
    const { said, activities, rests } = tenant();
    const walk = async (account: TestAccount) => {
      await consent(account);
      await account.submit({ method, targetIds: method === 'all' ? [] : [SITES[0] ?? ''] });
      const view = await account.until(state('protected'));
      expect(view).toMatchObject({ licensed: false, attention: null });
      await rests(account);
      expect(said).toEqual([]);
    };
    await tests.withAccount(activities, walk, service);
  });

  test('all is read again on request, and then "protected" is said, once', async () => {
    const { said, activities, rests, license } = tenant();
    const walk = async (account: TestAccount) => {
      await consent(account);
      await account.submit({ method: 'all', targetIds: [] });
      await account.until(state('protected'));
      license();
      for (let times = 0; times < 2; times += 1) {
        const { runId } = await account.view();
        await account.requestSynchronization();
        await account.until((now) => now.runId !== runId && now.state === 'protected');
        await rests(account);
      }
      expect((await account.view()).licensed).toBe(true);
      expect(said).toEqual(['protected']);
    };
    await tests.withAccount(activities, walk, 'sharepoint-online');
  });

  test('selected sites are read again the next day, or when a person asks for a check', async () => {
    const { said, read, activities, rests, license } = tenant();
    const walk = async (account: TestAccount) => {
      await consent(account);
      await account.submit({ method: 'selected', targetIds: SITES });
      await account.until(state('protected'));
      await rests(account);
      await account.sleep(25 * 3_600_000);
      await account.until(() => read.length === 2);
      await rests(account);
      license();
      await account.check();
      await account.until(() => read.length === 3);
      await rests(account);
      expect(read).toEqual(['sites', 'sites', 'sites']);
      expect(said).toEqual(['protected']);
    };
    await tests.withAccount(activities, walk, 'sharepoint-online');
  });
});

test('a check that a person asks for looks for the drives that are waited for at once', async () => {
  let looks = 0;
  let appeared = false;
  const activities: Partial<Activities> = {
    synchronizeDriveTargets: async ({ userIds }) => ({
      pending: appeared ? [] : userIds,
      licensed: true,
    }),
    waitForDrives: async () => {
      looks += 1;
      if (!appeared) throw new ProvostError('DriveNotThere', undefined, { retryAfter: 3_600_000 });
    },
  };
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    await account.until(state('protected'));
    await account.until(() => looks === 1);
    await account.check();
    await account.until(() => looks === 2);
    appeared = true;
    await account.check();
    await account.until((now) => now.state === 'protected' && now.pendingTargets?.length === 0);
    expect(looks).toBe(3);
  };
  await tests.withAccount(activities, walk, 'onedrive');
});

test('a selected user without a OneDrive is kept, and protected when it appears', async () => {
  const [early, late] = [randomUUID(), randomUUID()];
  let appeared = false;
  const waited: (readonly string[])[] = [];
  const activities: Partial<Activities> = {
    synchronizeDriveTargets: async ({ userIds }) => {
      expect(userIds).toEqual([early, late]);
      return { pending: appeared ? [] : [late], licensed: true };
    },
    waitForDrives: async ({ userIds }) => {
      waited.push(userIds);
      if (!appeared) throw new ProvostError('DriveNotThere', undefined, { retryAfter: 60_000 });
    },
  };
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'selected', targetIds: [early, late] });
    const view = await account.until(state('protected'));
    expect(view).toMatchObject({ targetCount: 2, pendingTargets: [late] });
    const { runId } = view;
    await account.until(() => waited.length > 0);
    appeared = true;
    await account.sleep(120_000);
    const after = await account.until((now) => now.runId !== runId && now.state === 'protected');
    expect(after.pendingTargets).toEqual([]);
    expect(new Set(waited.map((ids) => ids.join()))).toEqual(new Set([late]));
  };
  await tests.withAccount(activities, walk, 'onedrive');
});

describe('a method that another service does not use', () => {
  const METHOD = 'Exchange Online protects all users.';
  /** Refuses one method. */
  const only = (allowed: string): Partial<Activities> => ({
    claimMethod: async ({ method }) => {
      if (method !== allowed) throw new ProvostError('MethodDiffers', METHOD);
    },
  });

  test.each(['exchange-online', 'sharepoint-online', 'onedrive'] as const)(
    'makes %s ask for another choice, and that one counts',
    async (service: Service) => {
      const walk = async (account: TestAccount) => {
        if (service === 'exchange-online') {
          await account.signIn('exchange');
          await account.until(({ consentStep }) => consentStep === 'graph');
        }
        await consent(account);
        await account.submit({ method: 'selected', targetIds: [randomUUID()] });
        const told = await account.until(state('attentionRequired'));
        expect(told).toMatchObject({
          method: null,
          targetCount: null,
          attention: { reason: 'methodDiffers', message: METHOD, consent: null },
        });
        // A check does not answer the question.
        await account.check();
        await account.submit({ method: 'selected', targetIds: [randomUUID()] });
        await account.until(({ revision, attention }) => revision > told.revision && !!attention);
        await account.submit({ method: 'all', targetIds: [] });
        expect(await account.until(state('protected'))).toMatchObject({ method: 'all' });
      };
      await tests.withAccount(only('all'), walk, service);
    },
  );

  test('is asked about in a new history, too', async () => {
    const walk = async (account: TestAccount) => {
      await consent(account);
      await account.submit({ method: 'selected', targetIds: SITES });
      await account.until(state('attentionRequired'));
      for (let clicks = 0; clicks < 320; clicks += 1) await account.check();
      await account.until(async () => (await account.historyLengths()).length > 1);
      expect((await account.view()).attention).toMatchObject({ reason: 'methodDiffers' });
      await account.submit({ method: 'all', targetIds: [] });
      await account.until(state('protected'));
    };
    await tests.withAccount(only('all'), walk, 'sharepoint-online');
  });
});

test.each([
  ['sharepoint-online', 'site'],
  ['onedrive', 'drive'],
] as const)('held removals of %s are counted as %ss', async (service, noun) => {
  const activities: Partial<Activities> = {
    publishDirectory: async () => ({ held: true, users: 0, groups: 0, sites: 120 }),
  };
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'all', targetIds: [] });
    const { attention } = await account.until((view) => view.attention !== null);
    expect(attention?.message).toBe(
      `The last synchronization would remove 120 ${noun}s from the directory. Nothing was removed. Review the affected ${noun}s, then allow or reject the removals.`,
    );
  };
  await tests.withAccount(activities, walk, service);
});

test('another tenant than that of the other services is refused', async () => {
  const claimTenant = async () => {
    throw new ProvostError('TenantMismatch');
  };
  const walk = async (account: TestAccount) => {
    await expect(account.signIn('sharepoint')).rejects.toMatchObject({
      cause: { type: 'TenantMismatch' },
    });
    expect((await account.view()).tenantId).toBeNull();
  };
  await tests.withAccount({ claimTenant }, walk, 'sharepoint-online');
});

test('a lost grant names the consent of the service', async () => {
  let lost = true;
  const activities: Partial<Activities> = {
    synchronizeSites: async () => {
      if (lost) throw new ProvostError('ConsentRevoked');
      return { licensed: true };
    },
    waitForGrant: async ({ known }) => {
      if (known && lost) throw new ProvostError('GrantNotVisible');
    },
  };
  const walk = async (account: TestAccount) => {
    await consent(account);
    await account.submit({ method: 'all', targetIds: [] });
    const view = await account.until(state('attentionRequired'));
    expect(view).toMatchObject({
      attention: { reason: 'consentRevoked', consent: 'sharepoint' },
      consents: { sharepoint: { status: 'revoked' } },
    });
    // The copy is of this tenant. A sign-in elsewhere must not move the account.
    const elsewhere = { tenantId: randomUUID() };
    await expect(account.signIn('sharepoint', elsewhere)).rejects.toMatchObject({
      cause: { type: 'TenantMismatch' },
    });
    expect((await account.view()).tenantId).toBe(TENANT);
    lost = false;
    await account.signIn('sharepoint');
    const back = await account.until(state('protected'));
    expect(back.consents.sharepoint?.status).toBe('granted');
  };
  await tests.withAccount(activities, walk, 'sharepoint-online');
});
