/** `sites`: the first synchronization of SharePoint Online, at the pace of its longest chain of pages. */
import { migrate } from '../../store/migrate.ts';
import { openPostgres } from '../../store/postgres.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { nodeOf } from '../../test/support/production.ts';
import { runProcess } from '../../test/support/processes.ts';
import { grantOf } from '../../test/support/sandbox-configuration.ts';
import { startSandboxProcess } from '../../test/support/sandbox-process.ts';
import { type Measurement, type Outcome, ratioAtMost, roundsFor } from '../measurement.ts';
import { type SiteSettings, type SiteSide, siteSideSchema } from '../sites/settings.ts';
import { median } from '../statistics.ts';

const SITES = 200_000;
const FEW = 10_000;
const LATENCY = 100;
/** Whose personal sites the lists contain, too. */
const USERS = 1_000;
const MOST_RATIO = 1.2;
const MOST_MEMORY_RATIO = 1.15;

interface Round {
  readonly ours: SiteSide;
  readonly floor: SiteSide;
  readonly few: SiteSide;
}

export const sites: Measurement = {
  name: 'sites',
  ours: `first run, ${SITES.toLocaleString('en')} sites by list and delta, at ${LATENCY} ms a call`,
  floor: 'the pages of the longer of both chains',
  unit: 's',
  bar: {
    text: `ratio ≤ ${MOST_RATIO}, no 429, memory ≤ ${MOST_MEMORY_RATIO} of that at ${FEW.toLocaleString('en')}`,
    met: (outcome) => {
      const rounds = outcome.rounds as readonly Round[];
      return (
        ratioAtMost(MOST_RATIO).met(outcome) &&
        rounds.every(({ ours }) => ours.throttled === 0) &&
        memoryRatio(rounds) <= MOST_MEMORY_RATIO
      );
    },
  },
  rounds: roundsFor(SITES),
  run: ({ rounds, say }) => measureSites(SITES, rounds, say),
};

export async function measureSites(
  count: number,
  rounds: number,
  say: (line: string) => void,
): Promise<Outcome> {
  const measured: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    const { ours: few } = await measure(FEW, 'few');
    const round = { ...(await measure(count, 'many')), few };
    measured.push(round);
    const { ours, floor } = round;
    say(
      `round ${number}: read ${ours.readSeconds.toFixed(2)} s, published ${ours.seconds.toFixed(2)} s, floor ${floor.seconds.toFixed(2)} s in ${floor.requests} pages, ${ours.throttled} throttled, ${ours.peakMegabytes.toFixed(0)} MB (${few.peakMegabytes.toFixed(0)} MB at ${FEW})`,
    );
  }
  return {
    ours: median(measured.map(({ ours }) => ours.seconds)),
    floor: median(measured.map(({ floor }) => floor.seconds)),
    rounds: measured,
    notes: [
      `read after ${median(measured.map(({ ours }) => ours.readSeconds)).toFixed(2)} s, the rest is the publication`,
      `memory: ${memoryRatio(measured).toFixed(2)} of that at ${FEW.toLocaleString('en')} sites`,
    ],
  };
}

const memoryRatio = (rounds: readonly Round[]): number =>
  median(rounds.map(({ ours, few }) => ours.peakMegabytes / few.peakMegabytes));

/** Both sides on a sandbox and a database server of their own. */
async function measure(count: number, database: string): Promise<Omit<Round, 'few'>> {
  const flags = ['--sites', String(count)];
  const sandbox = await startSandboxProcess({ users: USERS, flags });
  const postgres = await startPostgres();
  try {
    const databaseUrl = await postgres.create(database);
    const connection = await openPostgres(databaseUrl);
    await migrate(connection.db);
    await connection.close();
    await sandbox.tenant.grant(...grantOf('sharepoint'));
    await sandbox.tenant.setFaults({ latencyMs: LATENCY });
    const settings = { origin: sandbox.origin, tenantId: await sandbox.tenant.id(), databaseUrl };
    // The floor comes first, so that ours does not meet a sandbox whose code has not been compiled yet.
    const floor = await runSide({ ...settings, mode: 'floor' });
    await fetch(`${sandbox.origin}/_sandbox/tenants/contoso.example/faults`, {
      method: 'PATCH',
      body: JSON.stringify({ enforceResourceUnits: true }),
    });
    const ours = await runSide({ ...settings, mode: 'ours' });
    if (ours.sites < count) throw new Error(`Only ${ours.sites} of ${count} sites were published`);
    return { ours, floor };
  } finally {
    await postgres.stop();
    await sandbox.close();
  }
}

async function runSide(settings: SiteSettings): Promise<SiteSide> {
  const script = ['--import', 'tsx', 'bench/sites/main.ts', JSON.stringify(settings)];
  // With the worker's own limits: without them, Node lets garbage accumulate for as long as it has memory.
  const { command, memory } = await nodeOf('worker');
  const flags = command.filter((argument) => argument.startsWith('--'));
  const environment = { ...process.env, ...memory };
  const { code, output } = await runProcess({ arguments: [...flags, ...script], environment });
  if (code !== 0) throw new Error(`The script ended with ${code}:\n${output}`);
  return siteSideSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}
