/** The cost of a first run by the size of the tenant, stored for the plot. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Machine } from './machine.ts';
import { RESULTS } from './report.ts';
import type { Samples } from './samples.ts';
import { median, significant } from './statistics.ts';

const sizeSchema = z.object({
  users: z.number().int(),
  rounds: z.number().int(),
  seconds: z.number(),
  floorSeconds: z.number(),
  megabytes: z.number(),
  machine: z.record(z.string(), z.unknown()),
});
const growthSchema = z.array(sizeSchema);
export type SizeGrowth = z.infer<typeof sizeSchema>;

const FILE = `${RESULTS}/growth.json`;

/** The stored sizes, smallest first. Empty before the first measurement. */
export async function readGrowth(): Promise<SizeGrowth[]> {
  const text = await readFile(FILE, 'utf8').catch(() => '[]');
  return growthSchema.parse(JSON.parse(text));
}

/** Stores the newest measurement of each size. Sizes that were not measured keep their stored one. */
export async function keepGrowth(samples: Samples, machine: Machine): Promise<void> {
  const sizes = new Map((await readGrowth()).map((size) => [size.users, size]));
  for (const [users, runs] of samples.all()) {
    if (runs.length === 0) continue;
    sizes.set(users, {
      users,
      rounds: runs.length,
      seconds: significant(median(runs.map(({ ours }) => ours.seconds)), 4),
      floorSeconds: significant(median(runs.map(({ floor }) => floor.seconds)), 4),
      megabytes: Math.round(median(runs.map(({ peakMegabytes }) => peakMegabytes))),
      machine: { ...machine },
    });
  }
  const growth = [...sizes.values()].sort((one, other) => one.users - other.users);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(FILE, `${JSON.stringify(growth, null, 2)}\n`);
}
