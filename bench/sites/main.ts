/**
 * One side of the measurement `sites` in a process of its own.
 *
 *   node --import tsx bench/sites/main.ts '{"mode":"ours",…}'
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { createSiteActivities } from '../../activities/sites.ts';
import { rowsInMainThread } from '../../activities/user-rows.ts';
import { ProvostError } from '../../domain/failures.ts';
import { createGraphs } from '../../microsoft/graph.ts';
import { createIdentity } from '../../microsoft/identity.ts';
import { openPostgres } from '../../store/postgres.ts';
import { createStore } from '../../store/store.ts';
import { sandboxConfiguration } from '../../test/support/sandbox-configuration.ts';
import { type SiteSettings, type SiteSide, siteSettingsSchema } from './settings.ts';

const GRAPH = 'https://graph.microsoft.com';
const HALF = { share: 0.5, floor: 0 };

/** What the worker does, without the workflow: it reads, in slices, and publishes. */
async function ours({ origin, tenantId, databaseUrl }: SiteSettings): Promise<Partial<SiteSide>> {
  const configuration = sandboxConfiguration(origin);
  const graphs = createGraphs({ identity: createIdentity(configuration), configuration });
  const connection = await openPostgres(databaseUrl);
  const store = createStore(connection.db);
  const activities = createSiteActivities({ store, graphs, userRows: rowsInMainThread });
  const synchronization = {
    accountId: randomUUID(),
    organizationId: 'bench',
    service: 'sharepoint-online',
    tenantId,
    runId: randomUUID(),
    method: 'all',
  } as const;
  const begun = performance.now();
  for (let read = false; !read;) {
    read = await new MockActivityEnvironment()
      .run(() => activities.synchronizeSites(synchronization))
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProvostError && error.type === 'SliceOver') return false;
          throw error;
        },
      );
  }
  const readSeconds = (performance.now() - begun) / 1000;
  const lease = await store.runs.lease(synchronization.runId, 'publishing');
  const run = await store.runs.byId(synchronization.runId);
  if (!run) throw new Error('There is no run');
  await store.directory.publish(lease, run, HALF);
  const seconds = (performance.now() - begun) / 1000;
  const published = await store.runs.byId(synchronization.runId);
  await connection.close();
  const { sites = 0, requests = 0, throttled = 0 } = published ?? {};
  return { seconds, readSeconds, sites, requests, throttled };
}

/** The pages of each chain, one after another, and nothing else. @returns the longer chain */
async function floor({ origin, tenantId }: SiteSettings): Promise<Partial<SiteSide>> {
  const identity = createIdentity(sandboxConfiguration(origin));
  const { token } = await identity.appToken({ kind: 'sharepoint', tenantId });
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'ISV|Provost|Floor/1.0' };
  const chains: { seconds: number; requests: number }[] = [];
  for (const first of ['/sites/getAllSites?$top=999', '/sites/delta?$top=999']) {
    const begun = performance.now();
    let requests = 0;
    for (let link: string | undefined = `${GRAPH}/v1.0${first}`; link !== undefined;) {
      const answer: Response = await fetch(link.replace(GRAPH, origin), { headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${text}`);
      requests += 1;
      link = /"@odata\.nextLink":"([^"]+)"/.exec(text)?.[1];
    }
    chains.push({ seconds: (performance.now() - begun) / 1000, requests });
  }
  const [longest] = chains.toSorted((one, other) => other.seconds - one.seconds);
  return longest ?? {};
}

const settings = siteSettingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const side = await (settings.mode === 'ours' ? ours(settings) : floor(settings));
const nothing: SiteSide = {
  seconds: 0,
  readSeconds: 0,
  requests: 0,
  sites: 0,
  throttled: 0,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify({ ...nothing, ...side }));
