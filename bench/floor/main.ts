/**
 * The floor of a synchronization: a hand-tuned script for this one job that
 * validates nothing, has no checkpoints and stops at the first error.
 *
 *   node --import tsx bench/floor/main.ts '{"mode":"full",…}'
 */
import { runCron } from './cron.ts';
import { FloorGraph } from './graph.ts';
import { mergeAll } from './merge.ts';
import { type DeltaLinks, followDelta, readAll, takeTokens } from './read.ts';
import { type FloorResult, type FloorSettings, floorSettingsSchema } from './settings.ts';
import { userShards } from './shards.ts';

interface Done {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
  readonly written: number;
  readonly deltaLinks: DeltaLinks | null;
}

const NOTHING: Done = { users: 0, groups: 0, memberships: 0, written: 0, deltaLinks: null };

type Mark = (phase: string) => void;

async function run(graph: FloorGraph, settings: FloorSettings, mark: Mark): Promise<Done> {
  const { mode, databaseUrl, accountId, deltaLinks } = settings;
  await graph.signIn();
  if (mode === 'tokens') return { ...NOTHING, deltaLinks: await takeTokens(graph) };
  if (mode === 'warm') return warm(graph);
  if (mode === 'delta') {
    if (deltaLinks === null) throw new Error('The delta links to follow are missing');
    const { changed, links } = await followDelta(graph, deltaLinks);
    return { ...NOTHING, users: changed, deltaLinks: links };
  }
  const tokens = await takeTokens(graph);
  const rows = await readAll(graph, databaseUrl);
  mark('read');
  const { changed, links } = await followDelta(graph, tokens);
  if (changed > 0) throw new Error('The tenant changed while it was read');
  const written = await mergeAll(databaseUrl, accountId);
  mark('merge');
  return { ...rows, written, deltaLinks: links };
}

/** Reads a little, so that neither side meets a sandbox whose code has not been compiled yet. */
async function warm(graph: FloorGraph): Promise<Done> {
  const { links } = await userShards(graph);
  for (const link of links.slice(0, 30)) await graph.page(link, 1);
  const groups = await graph.page('/groups?$top=200&$select=id', 1);
  const members = groups.value.map(({ id }) => `/groups/${id}/members?$top=999&$select=id`);
  for (let at = 20; at < members.length; at += 20) await graph.batch(members.slice(at, at + 20), 2);
  return NOTHING;
}

async function main(): Promise<FloorResult> {
  const settings = floorSettingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const phases: Record<string, number> = {};
  const begun = performance.now();
  let last = begun;
  const mark: Mark = (phase) => {
    phases[phase] = (performance.now() - last) / 1000;
    last = performance.now();
  };
  const graph = new FloorGraph(settings);
  const done =
    settings.mode === 'cron' ? await runCron(settings, mark) : await run(graph, settings, mark);
  const seconds = (performance.now() - begun) / 1000;
  await graph.close();
  const { user, system } = process.cpuUsage();
  return {
    ...done,
    seconds,
    phases,
    requests: graph.requests,
    cpuSeconds: (user + system) / 1_000_000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

console.log(JSON.stringify(await main()));
